using System.Text;
using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.Storage.Tests;

/// <summary>The rows of states.</summary>
public sealed class StateFormatTests
{
    /// <summary>A row may be full; nothing in it is to count six times.</summary>
    [Fact]
    public void Text_is_written_in_its_own_characters()
    {
        const string Text = "<'é&Ромео>+";

        var row = StateFormat.Write(new[] { Text });

        Assert.Equal($"[\"{Text}\"]", Encoding.UTF8.GetString(row));
        Assert.Equal([Text], StateFormat.Read<string[]>(row));
    }
}
