using System.Text;

namespace Orleans.Muc.Storage.Tests.Moving;

/// <summary>A document with half a GiB of one piece, a letter unless another is given, in its middle, made as it is read.</summary>
internal sealed class EndlessDocument(string before, string after, string piece = "a") : Stream
{
    private readonly byte[] _piece = Encoding.UTF8.GetBytes(piece);
    private readonly byte[] _before = Encoding.UTF8.GetBytes(before);
    private readonly byte[] _after = Encoding.UTF8.GetBytes(after);

    /// <summary>Bytes that were read of it.</summary>
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private long Middle => (512L << 20) / _piece.Length * _piece.Length;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var into = buffer.AsSpan(offset, count);
        var given = Given < _before.Length ? Copy(_before.AsSpan((int)Given), into)
            : Given < _before.Length + Middle ? Fill(into[..(int)Math.Min(into.Length, _before.Length + Middle - Given)], (int)((Given - _before.Length) % _piece.Length))
            : Copy(_after.AsSpan((int)(Given - _before.Length - Middle)), into);
        Given += given;
        return given;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var count = Math.Min(from.Length, to.Length);
        from[..count].CopyTo(to);
        return count;
    }

    private int Fill(Span<byte> to, int from)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = _piece[(from + i) % _piece.Length];
        return to.Length;
    }
}
