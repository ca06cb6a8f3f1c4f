using System.Runtime.CompilerServices;

namespace Orleans.Muc.Xmpp;

/// <summary>Where the parts of a stanza stand that <see cref="PlainScan"/> has read. Lives on the stack while it reads.</summary>
internal struct PlainStanza(ReaderLimits limits)
{
    /// <summary>Elements that are followed into each other, the stanza included.</summary>
    public const int MaxDepth = 16;

    public readonly ReaderLimits Limits = limits;

    public StanzaKind Kind;

    /// <summary>The attributes of the last start tag.</summary>
    public PlainAttributes Attributes;

    /// <summary>Names of the elements whose end tag has not come.</summary>
    public OpenNames Open;

    private ChildStarts starts;
    private ChildEnds ends;
    private StanzaHeader header;

    /// <summary>Takes the addressing from <see cref="Attributes"/>; false when the stanza is of another namespace than that of stanzas.</summary>
    public bool TryAddress(ReadOnlySpan<byte> bytes, bool inClientNamespace)
    {
        header = new StanzaHeader
        {
            To = Attributes[PlainAttribute.To],
            From = Attributes[PlainAttribute.From],
            Id = Attributes[PlainAttribute.Id],
            Type = Attributes[PlainAttribute.Type],
            Lang = Attributes[PlainAttribute.Lang],
        };
        var ns = Attributes[PlainAttribute.Namespace];
        return ns.IsAbsent ? inClientNamespace : ns.Of(bytes).SequenceEqual("jabber:client"u8);
    }

    /// <summary>Notes where a child begins; false when there are too many.</summary>
    public bool TryOpenChild(int start)
    {
        if (ends.Count == ChildEnds.Most)
            return false;
        starts[ends.Count] = start;
        return true;
    }

    /// <summary>Notes where it ends; false when the children are too long.</summary>
    public bool TryCloseChild(int end)
    {
        var moved = ends.Last + end - starts[ends.Count];
        if (moved > ushort.MaxValue)
            return false;
        ends.Add(moved);
        return true;
    }

    /// <summary>The stanza.</summary>
    public readonly Stanza ToStanza(ReadOnlySpan<byte> bytes, StanzaSurroundings surroundings) => header.ToStanza(bytes, Kind, ToPayload(bytes), surroundings);

    // The children, copied out. They are self-contained, for they use no prefix and stand in the namespace of stanzas.
    private readonly Payload ToPayload(ReadOnlySpan<byte> bytes)
    {
        if (ends.Count == 0)
            return Payload.Empty;
        var length = ends.Last;
        var xml = GC.AllocateUninitializedArray<byte>(length);
        // Hardly anybody writes something between the children.
        if (starts[ends.Count - 1] - starts[0] == (ends.Count == 1 ? 0 : ends[ends.Count - 2]))
        {
            bytes.Slice(starts[0], length).CopyTo(xml);
            return new Payload(xml, ends);
        }

        var at = 0;
        for (var i = 0; i < ends.Count; i++)
        {
            bytes.Slice(starts[i], ends[i] - at).CopyTo(xml.AsSpan(at));
            at = ends[i];
        }

        return new Payload(xml, ends);
    }

    [InlineArray(MaxDepth)]
    internal struct OpenNames
    {
        private Slice first;
    }

    [InlineArray(ChildEnds.Most)]
    private struct ChildStarts
    {
        private int first;
    }
}
