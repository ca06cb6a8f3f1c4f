using System.Runtime.CompilerServices;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// Where each child of a payload ends, when they lie one after the other, use no prefix and are usual otherwise (<see cref="PlainScan"/>). A
/// value without an object of its own, because most payloads are only passed on.
/// </summary>
internal struct ChildEnds
{
    /// <summary>Children that are followed.</summary>
    public const int Most = 8;

    private Slots ends;

    public int Count { get; private set; }

    public readonly int Last => Count == 0 ? 0 : ends[Count - 1];

    public readonly int this[int index] => ends[index];

    public void Add(int end) => ends[Count++] = checked((ushort)end);

    /// <summary>The children with their names, which are read again.</summary>
    public readonly PayloadChild[] Index(byte[] xml)
    {
        var children = new PayloadChild[Count];
        var start = 0;
        for (var i = 0; i < Count; i++)
        {
            var child = xml.AsMemory(start..ends[i]);
            children[i] = new PayloadChild(PlainTag.Name(child.Span, out var ns), ns, child);
            start = ends[i];
        }

        return children;
    }

    [InlineArray(Most)]
    private struct Slots
    {
        private ushort first;
    }
}
