using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What is said along with an event without being part of the room's state.</summary>
internal sealed record Circumstance
{
    public static Circumstance None { get; } = new();

    /// <summary>Told to everybody, before the item.</summary>
    public ImmutableArray<StatusCode> Codes { get; init; } = [];

    public Actor? Actor { get; init; }

    public string? Reason { get; init; }

    /// <summary>The client's own part of an unavailable presence: the exit message.</summary>
    public ClientPresence? Farewell { get; init; }

    /// <summary>The id of the presence that caused it, shown to its sender only.</summary>
    public string? Id { get; init; }

    /// <summary>The change of the affiliation list that it shows; only those who follow that are told its versions.</summary>
    public AffiliationStep? Step { get; init; }

    /// <summary>Versions of the affiliation list (XEP-0463), before everything else.</summary>
    public Element? Mav { get; init; }

    public bool IsPlain => Codes.IsEmpty && Actor is null && Reason is null && Mav is null;
}

/// <summary>Who did it: the nickname if present, and the full JID for those who may see it.</summary>
internal sealed record Actor(Nick? Nick, Jid FullJid);
