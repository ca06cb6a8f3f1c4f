namespace Orleans.Muc.Xmpp;

/// <summary>A part of the bytes read; the default value means that there is no such part.</summary>
internal readonly record struct Slice(int Start, int Length)
{
    /// <summary>What begins at the first byte of a stanza is its bracket, and no part.</summary>
    public bool IsAbsent => Start == 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}
