using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>The addressing attributes of a stanza. An address that is no JID stays as it was written.</summary>
internal readonly record struct StanzaHeader(Jid? To, Jid? From, string? Id, string? Type, string? Lang)
{
    public string? MalformedTo { get; init; }

    public string? MalformedFrom { get; init; }

    /// <summary>Reads an address; one that is written as <paramref name="last"/> is that very instance.</summary>
    public static Jid? ReadJid(ReadOnlySpan<byte> raw, Jid? last, out string? malformed)
    {
        malformed = null;
        if (last is not null && Ascii.Equals(raw, last.ToString()))
            return last;
        var text = XmlReferences.DecodeAttribute(raw);
        if (Jid.TryParse(text, out var jid))
            return jid;
        malformed = text;
        return null;
    }
}
