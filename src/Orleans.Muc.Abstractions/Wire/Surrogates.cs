using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Wire;

/// <summary>How a <see cref="Jid"/> crosses a grain call: as its prepared text.</summary>
[GenerateSerializer, Immutable, Alias("muc.jid")]
public readonly record struct JidSurrogate([property: Id(0)] string Text);

[RegisterConverter]
public sealed class JidConverter : IConverter<Jid, JidSurrogate>
{
    public Jid ConvertFromSurrogate(in JidSurrogate surrogate) => Jid.Parse(surrogate.Text);

    public JidSurrogate ConvertToSurrogate(in Jid value) => new(value.ToString());
}

/// <summary>How a <see cref="Nick"/> crosses a grain call.</summary>
[GenerateSerializer, Immutable, Alias("muc.nick")]
public readonly record struct NickSurrogate([property: Id(0)] string Text);

[RegisterConverter]
public sealed class NickConverter : IConverter<Nick, NickSurrogate>
{
    public Nick ConvertFromSurrogate(in NickSurrogate surrogate) => Nick.Stored(surrogate.Text);

    public NickSurrogate ConvertToSurrogate(in Nick value) => new(value.Value);
}

/// <summary>How a <see cref="StanzaId"/> crosses a grain call.</summary>
[GenerateSerializer, Immutable, Alias("muc.stanza-id")]
public readonly record struct StanzaIdSurrogate([property: Id(0)] string Text);

[RegisterConverter]
public sealed class StanzaIdConverter : IConverter<StanzaId, StanzaIdSurrogate>
{
    public StanzaId ConvertFromSurrogate(in StanzaIdSurrogate surrogate) => new(surrogate.Text);

    public StanzaIdSurrogate ConvertToSurrogate(in StanzaId value) => new(value.Value);
}

/// <summary>How an <see cref="EncodedStanza"/> crosses between silos: its two halves as they are. Within a silo it travels by reference.</summary>
[GenerateSerializer, Immutable, Alias("muc.encoded-stanza")]
public readonly record struct EncodedStanzaSurrogate([property: Id(0)] byte[] Head, [property: Id(1)] byte[] Tail);

[RegisterConverter]
public sealed class EncodedStanzaConverter : IConverter<EncodedStanza, EncodedStanzaSurrogate>
{
    public EncodedStanza ConvertFromSurrogate(in EncodedStanzaSurrogate surrogate) => new(surrogate.Head, surrogate.Tail);

    public EncodedStanzaSurrogate ConvertToSurrogate(in EncodedStanza value) => new(value.Head.ToArray(), value.Tail.ToArray());
}

/// <summary>How a <see cref="Stanza"/> crosses between silos: attributes apart, payload as bytes.</summary>
[GenerateSerializer, Immutable, Alias("muc.stanza")]
public readonly record struct StanzaSurrogate(
    [property: Id(0)] int Kind,
    [property: Id(1)] string? Type,
    [property: Id(2)] string? Identifier,
    [property: Id(3)] string? From,
    [property: Id(4)] string? To,
    [property: Id(5)] string? Lang,
    [property: Id(6)] byte[] Payload);

[RegisterConverter]
public sealed class StanzaConverter : IConverter<Stanza, StanzaSurrogate>
{
    public Stanza ConvertFromSurrogate(in StanzaSurrogate surrogate) =>
        new((StanzaKind)surrogate.Kind, Payload.Parse(surrogate.Payload))
        {
            Type = surrogate.Type,
            Id = surrogate.Identifier,
            From = surrogate.From is null ? null : Jid.Parse(surrogate.From),
            To = surrogate.To is null ? null : Jid.Parse(surrogate.To),
            Lang = surrogate.Lang,
        };

    public StanzaSurrogate ConvertToSurrogate(in Stanza value) =>
        new((int)value.Kind, value.Type, value.Id, value.From?.ToString(), value.To?.ToString(), value.Lang, value.Payload.ToArray());
}
