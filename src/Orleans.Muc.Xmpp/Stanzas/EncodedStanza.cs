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

    /// <summary>Size in bytes with a <c>to</c> of that many bytes; 0 leaves it out.</summary>
    public int LengthTo(int toLength) => Length + (toLength == 0 ? 0 : toLength + 6);

    /// <summary>Copies the stanza for one recipient.</summary>
    /// <param name="target">Room for <see cref="LengthTo"/> bytes.</param>
    /// <param name="toUtf8Escaped">The JID as <see cref="XmlText.EscapeUtf8"/> makes it; empty leaves <c>to</c> out.</param>
    public void CopyTo(Span<byte> target, ReadOnlySpan<byte> toUtf8Escaped)
    {
        Head.Span.CopyTo(target);
        target = target[Head.Length..];
        if (!toUtf8Escaped.IsEmpty)
        {
            " to='"u8.CopyTo(target);
            toUtf8Escaped.CopyTo(target[5..]);
            target[5 + toUtf8Escaped.Length] = (byte)'\'';
            target = target[(toUtf8Escaped.Length + 6)..];
        }

        Tail.Span.CopyTo(target);
    }

    /// <summary>Writes the stanza to one recipient; the parameters as for <see cref="CopyTo"/>.</summary>
    public void WriteTo(IBufferWriter<byte> writer, ReadOnlySpan<byte> toUtf8Escaped)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var size = LengthTo(toUtf8Escaped.Length);
        CopyTo(writer.GetSpan(size), toUtf8Escaped);
        writer.Advance(size);
    }
}
