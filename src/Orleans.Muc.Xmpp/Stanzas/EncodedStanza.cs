using System.Buffers;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// A stanza on the wire, cut where <c>to</c> belongs: the start tag up to its last attribute, and the rest. One encoding serves any
/// number of recipients without copying.
/// </summary>
/// <param name="Head">Begins with <c>&lt;message xmlns='jabber:client'</c> (or its kind) and ends inside the start tag.</param>
/// <param name="Tail">From the end of the start tag to the end of the stanza.</param>
public readonly record struct EncodedStanza(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Tail)
{
    /// <summary>Size in bytes without <c>to</c>.</summary>
    public int Length => Head.Length + Tail.Length;

    /// <summary>Writes the stanza to one recipient.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="toUtf8Escaped">The JID as <see cref="XmlText.EscapeUtf8"/> makes it; empty leaves <c>to</c> out.</param>
    public void WriteTo(IBufferWriter<byte> writer, ReadOnlySpan<byte> toUtf8Escaped)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var size = Length + (toUtf8Escaped.IsEmpty ? 0 : toUtf8Escaped.Length + 6);
        var target = writer.GetSpan(size);
        Head.Span.CopyTo(target);
        var at = Head.Length;
        if (!toUtf8Escaped.IsEmpty)
        {
            " to='"u8.CopyTo(target[at..]);
            toUtf8Escaped.CopyTo(target[(at + 5)..]);
            target[at + 5 + toUtf8Escaped.Length] = (byte)'\'';
            at += toUtf8Escaped.Length + 6;
        }

        Tail.Span.CopyTo(target[at..]);
        writer.Advance(size);
    }
}
