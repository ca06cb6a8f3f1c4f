namespace Orleans.Muc.Rooms;

/// <summary>Something about the hats of a room has changed.</summary>
public abstract record HatEvent : RoomEvent;

/// <summary>A hat was made, or updated under the id it has.</summary>
public sealed record HatDefined(Hat Hat) : HatEvent;

/// <summary>A hat is no more, and nobody wears it any longer.</summary>
/// <param name="Id">The id of the hat.</param>
public sealed record HatDestroyed(string Id) : HatEvent;

/// <summary>Somebody wears these hats from now on and no others.</summary>
public sealed record HatsWorn(HatWearer Wearer) : HatEvent;
