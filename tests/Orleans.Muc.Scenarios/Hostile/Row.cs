using System.Text;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>What a row of the table deserves.</summary>
internal enum Outcome
{
    /// <summary>A stream error, the end tag, and the connection closed (RFC 6120 §4.9.1.1).</summary>
    StreamError,

    /// <summary>A stanza error, and the stream goes on (RFC 6120 §8.3.1).</summary>
    StanzaError,

    /// <summary>A login failure, and the stream goes on (RFC 6120 §6.4.5).</summary>
    LoginFailure,

    /// <summary>A TLS failure, the end tag, and the connection closed (RFC 6120 §5.4.2.2).</summary>
    TlsFailure,

    /// <summary>No answer at all, and the stream goes on.</summary>
    Ignored,

    /// <summary>The end tag, and the connection closed.</summary>
    Ended,

    /// <summary>The connection closed: there is no stream on which anything could be said.</summary>
    Closed,
}

/// <summary>A row of the table of hostile input.</summary>
/// <param name="Name">What it is, in words; unique.</param>
/// <param name="Phase">When it is sent.</param>
/// <param name="Input">What is sent.</param>
/// <param name="Outcome">What must happen.</param>
/// <param name="Condition">The condition of the error, exactly.</param>
internal sealed record Row(string Name, Phase Phase, byte[] Input, Outcome Outcome, string Condition)
{
    /// <summary>The phase and the name: what a row is called in test output and in docs/security.md.</summary>
    public string Title => $"{Phase}: {Name}";

    public static Row Error(Phase phase, string name, string input, string condition) => new(name, phase, Utf8(input), Outcome.StreamError, condition);

    public static Row Error(Phase phase, string name, byte[] input, string condition) => new(name, phase, input, Outcome.StreamError, condition);

    public static Row Refused(string name, string input, string condition) => new(name, Phase.Bound, Utf8(input), Outcome.StanzaError, condition);

    public static Row NoLogin(Phase phase, string name, string input, string condition) => new(name, phase, Utf8(input), Outcome.LoginFailure, condition);

    public static Row Ignored(string name, string input) => new(name, Phase.Bound, Utf8(input), Outcome.Ignored, "");

    public static Row Of(Phase phase, string name, string input, Outcome outcome, string condition = "") => new(name, phase, Utf8(input), outcome, condition);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
