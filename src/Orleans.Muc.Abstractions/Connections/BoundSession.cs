using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Connections;

/// <summary>
/// A bound stream as users and rooms know it. <see cref="Bound"/> counts the binds of its gateway with the time as its upper part: of two sessions that claim one
/// resource the one with the greater number wins.
/// </summary>
[GenerateSerializer, Immutable, Alias("muc.bound-session")]
public sealed record BoundSession(
    [property: Id(0)] Jid FullJid,
    [property: Id(1)] string Session,
    [property: Id(2)] string Connection,
    [property: Id(3)] long Bound)
{
    /// <summary>The last broadcast presence, null before initial presence (RFC 6121 §4.2) and after unavailable presence.</summary>
    [Id(4)]
    public Stanza? Presence { get; init; }

    /// <summary>Whether the session asked for its roster and wants pushes (RFC 6121 §2.1.6).</summary>
    [Id(5)]
    public bool Interested { get; init; }
}
