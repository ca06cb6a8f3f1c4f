using System.Buffers;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// A contiguous copy of an unfinished element whose bytes lie in several segments. Grows by pieces, because what comes after the
/// element need not be copied; every byte is copied once however often reading is tried.
/// </summary>
internal sealed class Carry
{
    private const int Piece = 512;

    private byte[]? bytes;
    private int length;

    public bool IsEmpty => bytes is null;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>
    /// Copies the next bytes of the element's sequence, as many again as there are; to begin with the whole first segment, which was looked at
    /// where it lies. False when there are no more.
    /// </summary>
    public bool Append(in ReadOnlySequence<byte> sequence)
    {
        var before = length;
        var seen = !IsEmpty;
        foreach (var segment in sequence.Slice(length))
        {
            if (segment.IsEmpty)
                continue;
            Append(seen ? segment.Span[..Math.Min(Math.Max(length, Piece), segment.Length)] : segment.Span);
            if (seen)
                return true;
            seen = true;
        }

        return length > before;
    }

    public void Clear()
    {
        if (bytes is not null)
            ArrayPool<byte>.Shared.Return(bytes);
        bytes = null;
        length = 0;
    }

    private void Append(ReadOnlySpan<byte> next)
    {
        if (bytes is null || bytes.Length - length < next.Length)
            Grow(length + next.Length);
        next.CopyTo(bytes.AsSpan(length));
        length += next.Length;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, length * 2));
        if (bytes is not null)
        {
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
        }

        bytes = larger;
    }
}
