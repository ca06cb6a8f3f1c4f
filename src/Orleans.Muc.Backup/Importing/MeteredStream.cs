namespace Orleans.Muc.Backup.Importing;

/// <summary>
/// A stream of which only so much is given at a time: an XML reader keeps a whole tag in memory, and one that never ends would take all there is.
/// </summary>
/// <param name="inner">Closed with this.</param>
/// <param name="most">Bytes that may be read between two calls of <see cref="Begin"/>; what the reader takes in advance counts where it is taken.</param>
internal sealed class MeteredStream(Stream inner, int most) : Stream
{
    private long _left = most;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Begin() => _left = most;

    /// <exception cref="OversizeException">More was read than may be.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _left -= count;
        return _left >= 0 ? count : throw new OversizeException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>One piece of a document is larger than any that is believed.</summary>
internal sealed class OversizeException : IOException;
