using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// The newest messages of a room as they were announced, for gateways that missed some. While a room moves it takes no new ones, so a gateway is behind by what was in flight;
/// what is older than this is in the log.
/// </summary>
internal sealed class Replay
{
    /// <summary>Messages kept.</summary>
    public const int Most = 200;

    private readonly Queue<(StanzaId Id, WireVariant[] Variants)> _messages = new();

    /// <summary>The newest one that is no longer here; null when none ever was dropped.</summary>
    public StanzaId? Dropped { get; private set; }

    /// <summary>The newest message of the room.</summary>
    public StanzaId? Last { get; private set; }

    public void Remember(StanzaId id, WireVariant[] variants)
    {
        Last = id;
        _messages.Enqueue((id, variants));
        if (_messages.Count > Most)
            Dropped = _messages.Dequeue().Id;
    }

    public void Remember(StanzaId id, EncodedStanza stanza) => Remember(id, ToAll(stanza));

    /// <summary>Whether a gateway that knows everything up to <paramref name="known"/> misses messages that are no longer here.</summary>
    public bool Lacks(StanzaId? known) => Dropped is { } dropped && (known is not { } last || last.CompareTo(dropped) < 0);

    public IEnumerable<(StanzaId Id, WireVariant[] Variants)> After(StanzaId? known) =>
        _messages.Where(message => known is not { } last || message.Id.CompareTo(last) > 0).ToArray();

    public static WireVariant[] ToAll(EncodedStanza stanza) => [new WireVariant(WireAudience.All, null, stanza)];
}
