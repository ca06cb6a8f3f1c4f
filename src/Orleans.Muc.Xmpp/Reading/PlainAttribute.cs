using System.Buffers.Binary;

namespace Orleans.Muc.Xmpp;

/// <summary>The names of attributes that a <see cref="PlainScan"/> knows.</summary>
internal enum PlainAttribute
{
    Other,
    To,
    From,
    Id,
    Type,
    Lang,
    Namespace,
}

/// <summary>Recognises them.</summary>
internal static class PlainAttributeNames
{
    // Names as words with the equals sign after them, the first letter in the lowest byte.
    private const ulong To = 't' | ('o' << 8) | ('=' << 16);
    private const ulong Id = 'i' | ('d' << 8) | ('=' << 16);
    private const ulong Type = 't' | ('y' << 8) | ('p' << 16) | ((ulong)'e' << 24) | ((ulong)'=' << 32);
    private const ulong From = 'f' | ('r' << 8) | ('o' << 16) | ((ulong)'m' << 24) | ((ulong)'=' << 32);
    private const ulong Xmlns = 'x' | ('m' << 8) | ('l' << 16) | ((ulong)'n' << 24) | ((ulong)'s' << 32) | ((ulong)'=' << 40);

    /// <summary>Length of the name that stands there, when it is a usual one with an equals sign; otherwise 0, which says nothing about the name.</summary>
    public static int Measure(ReadOnlySpan<byte> bytes, int at, out PlainAttribute known)
    {
        known = PlainAttribute.Other;
        if (bytes.Length - at < sizeof(ulong))
            return 0;
        var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
        if ((word & 0xFFFF_FFFF_FFFF) == Xmlns)
        {
            known = PlainAttribute.Namespace;
            return 5;
        }

        if ((word & 0xFF_FFFF) is To or Id)
        {
            known = (byte)word == 't' ? PlainAttribute.To : PlainAttribute.Id;
            return 2;
        }

        if ((word & 0xFF_FFFF_FFFF) is Type or From)
        {
            known = (byte)word == 't' ? PlainAttribute.Type : PlainAttribute.From;
            return 4;
        }

        return 0;
    }

    public static PlainAttribute Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("to"u8) => PlainAttribute.To,
        2 when name.SequenceEqual("id"u8) => PlainAttribute.Id,
        4 when name.SequenceEqual("type"u8) => PlainAttribute.Type,
        4 when name.SequenceEqual("from"u8) => PlainAttribute.From,
        5 when name.SequenceEqual("xmlns"u8) => PlainAttribute.Namespace,
        8 when name.SequenceEqual("xml:lang"u8) => PlainAttribute.Lang,
        _ => PlainAttribute.Other,
    };
}
