namespace Orleans.Muc.Xmpp;

/// <summary>What a stream lends to its stanzas.</summary>
internal sealed class StanzaSurroundings
{
    public JidCache Jids { get; } = new();

    /// <summary>The <c>xml:lang</c> of the stream, for stanzas without one (RFC 6120 §4.7.4).</summary>
    public string? Lang { get; set; }
}
