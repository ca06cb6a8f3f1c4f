using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>The addresses that a stream used last: a client writes to the same room again and again, and preparing an address is dear.</summary>
internal sealed class JidCache
{
    private const int Size = 4;

    /// <summary>Longer spellings are not kept, in bytes.</summary>
    private const int MaxSpelling = 512;

    private readonly Entry[] entries = new Entry[Size];
    private int oldest;

    /// <summary>Reads an attribute's value; an address that is kept is that very instance.</summary>
    /// <param name="raw">The value as written.</param>
    /// <param name="malformed">The text when it is no JID, otherwise null.</param>
    public Jid? Read(ReadOnlySpan<byte> raw, out string? malformed)
    {
        malformed = null;
        foreach (ref readonly var entry in entries.AsSpan())
            if (entry.Jid is { } kept && (entry.Spelling is { } spelling ? raw.SequenceEqual(spelling) : Ascii.Equals(raw, kept.ToString())))
                return kept;
        var text = XmlReferences.DecodeAttribute(raw);
        if (!Jid.TryParse(text, out var jid))
        {
            malformed = text;
            return null;
        }

        if (raw.Length <= MaxSpelling)
        {
            entries[oldest] = new Entry(jid, Ascii.Equals(raw, jid.ToString()) ? null : raw.ToArray());
            oldest = (oldest + 1) % Size;
        }

        return jid;
    }

    /// <param name="Jid">The address.</param>
    /// <param name="Spelling">How it was written, null when that is its prepared form in ASCII.</param>
    private readonly record struct Entry(Jid? Jid, byte[]? Spelling);
}
