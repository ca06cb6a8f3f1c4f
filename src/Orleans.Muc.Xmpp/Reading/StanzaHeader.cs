namespace Orleans.Muc.Xmpp;

/// <summary>Where the addressing attributes of a stanza stand in the bytes read.</summary>
internal struct StanzaHeader
{
    public Slice To;
    public Slice From;
    public Slice Id;
    public Slice Type;
    public Slice Lang;

    /// <summary>Makes the stanza. An address that is no JID stays as it was written.</summary>
    public readonly Stanza ToStanza(ReadOnlySpan<byte> bytes, StanzaKind kind, Payload payload, StanzaSurroundings surroundings)
    {
        string? malformedTo = null;
        string? malformedFrom = null;
        var stanza = new Stanza(kind, payload)
        {
            To = To.IsAbsent ? null : surroundings.Jids.Read(To.Of(bytes), out malformedTo),
            From = From.IsAbsent ? null : surroundings.Jids.Read(From.Of(bytes), out malformedFrom),
            // Hardly ever one of the names that are known.
            Id = Id.IsAbsent ? null : XmlReferences.DecodeUnique(Id.Of(bytes)),
            Type = Type.IsAbsent ? null : ReadType(Type.Of(bytes)),
            Lang = Lang.IsAbsent ? surroundings.Lang : XmlReferences.DecodeAttribute(Lang.Of(bytes)),
        };
        return (malformedTo ?? malformedFrom) is null ? stanza : stanza with { MalformedTo = malformedTo, MalformedFrom = malformedFrom };
    }

    // The types that nearly all stanzas have come first.
    private static string ReadType(ReadOnlySpan<byte> raw) => raw.Length switch
    {
        9 when raw.SequenceEqual("groupchat"u8) => "groupchat",
        4 when raw.SequenceEqual("chat"u8) => "chat",
        3 when raw.SequenceEqual("get"u8) => "get",
        3 when raw.SequenceEqual("set"u8) => "set",
        6 when raw.SequenceEqual("result"u8) => "result",
        _ => XmlReferences.DecodeAttribute(raw),
    };
}
