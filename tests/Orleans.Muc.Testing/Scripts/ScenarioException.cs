using System.Text;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>Something did not go as a script says. The message tells the phase, who, what was expected and what came.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>A failure with its reason, and the stanzas that show it when there are any.</summary>
    public ScenarioException(string reason, string? expected = null, string? got = null, Exception? cause = null)
        : base(Describe(reason, expected, got), cause) => (Reason, Expected, Got) = (reason, expected, got);

    /// <summary>Why, in one sentence.</summary>
    public string Reason { get; }

    /// <summary>What should have come, as indented XML; null when that has no meaning.</summary>
    public string? Expected { get; }

    /// <summary>What came instead, as indented XML; null when that has no meaning.</summary>
    public string? Got { get; }

    /// <summary>The same failure with the place in the script in front of the reason.</summary>
    public ScenarioException At(string phase) => new($"{phase}: {Reason}", Expected, Got, this);

    internal static ScenarioException Unexpected(string reason, XElement got) => new(reason, got: StanzaText.Pretty(got));

    private static string Describe(string reason, string? expected, string? got)
    {
        var text = new StringBuilder(reason);
        if (expected is not null)
            text.Append("\n  expected:\n    ").Append(expected.Replace("\n", "\n    ", StringComparison.Ordinal));
        if (got is not null)
            text.Append("\n  got:\n    ").Append(got.Replace("\n", "\n    ", StringComparison.Ordinal));
        return text.ToString();
    }
}
