using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orleans.Muc.Abstractions.Connections;

/// <summary>
/// The key of a connection grain: the silo whose gateway holds the sockets (address with generation, so that a restarted silo is another one)
/// and the shard of that gateway. Text form: <c>127.0.0.1:11111@4711/0</c>.
/// </summary>
public readonly record struct ConnectionKey(SiloAddress Silo, int Shard)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Silo.ToParsableString()}/{Shard}");

    public static bool TryParse(string? text, [NotNullWhen(true)] out ConnectionKey? key)
    {
        key = null;
        var slash = text?.LastIndexOf('/') ?? -1;
        if (slash < 1)
            return false;
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var shard))
            return false;
        try
        {
            key = new ConnectionKey(SiloAddress.FromParsableString(text![..slash]), shard);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
