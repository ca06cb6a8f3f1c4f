using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Something about the hats of a room has changed.</summary>
public abstract record HatEvent : RoomEvent;

/// <summary>A hat was made, or updated under the id it has.</summary>
public sealed record HatDefined(Hat Hat) : HatEvent;

/// <summary>A hat is no more, and nobody wears it any longer.</summary>
/// <param name="Id">The id of the hat.</param>
/// <param name="Wearers">The bare JIDs of those who wore it, <see cref="ServiceRules.MaxHatsWorn"/> at most.</param>
public sealed record HatDestroyed(string Id, ImmutableArray<Jid> Wearers) : HatEvent;

/// <summary>Somebody wears these hats from now on and no others.</summary>
public sealed record HatsWorn(HatWearer Wearer) : HatEvent;
