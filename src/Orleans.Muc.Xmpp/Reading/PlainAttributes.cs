using System.Runtime.CompilerServices;

namespace Orleans.Muc.Xmpp;

/// <summary>The attributes of one start tag of a <see cref="PlainScan"/>: the values of those that it knows, the names of the others.</summary>
internal struct PlainAttributes
{
    /// <summary>Attributes of other names that are followed.</summary>
    private const int MostOthers = 8;

    private Values values;
    private Names others;
    private int otherCount;

    public int Count { get; private set; }

    /// <summary>Whether the tag is an element by itself.</summary>
    public bool IsEmptyElement { get; set; }

    /// <summary>Whether a value holds a reference or white space other than spaces.</summary>
    public bool HasSpecial { get; set; }

    /// <summary>The value of that attribute, absent when the tag has none.</summary>
    public readonly Slice this[PlainAttribute known] => values[(int)known];

    public void Clear()
    {
        values = default;
        Count = 0;
        otherCount = 0;
        HasSpecial = false;
    }

    /// <summary>False when it stands there already.</summary>
    public bool TryAdd(PlainAttribute known, Slice value)
    {
        ref var place = ref values[(int)known];
        if (!place.IsAbsent)
            return false;
        place = value;
        Count++;
        return true;
    }

    /// <summary>Adds an attribute of another name; false when it stands there already, or when there are too many.</summary>
    public bool TryAddOther(ReadOnlySpan<byte> bytes, Slice name)
    {
        if (otherCount == MostOthers)
            return false;
        for (var i = 0; i < otherCount; i++)
        {
            var other = others[i];
            if (other.Length == name.Length && bytes[other.Start] == bytes[name.Start] && name.Of(bytes).SequenceEqual(other.Of(bytes)))
                return false;
        }

        others[otherCount++] = name;
        Count++;
        return true;
    }

    [InlineArray((int)PlainAttribute.Namespace + 1)]
    private struct Values
    {
        private Slice first;
    }

    [InlineArray(MostOthers)]
    private struct Names
    {
        private Slice first;
    }
}
