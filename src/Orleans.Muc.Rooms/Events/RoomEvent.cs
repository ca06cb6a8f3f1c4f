using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Something that has happened in a room. Applied in order to a fresh <see cref="Room"/>, the events of a room make its present state.</summary>
public abstract record RoomEvent;

/// <summary>An event about one occupant.</summary>
/// <param name="Nick">The nickname the occupant had when it happened.</param>
public abstract record OccupantEvent(Nick Nick) : RoomEvent;

/// <summary>The room exists now. It is locked until <see cref="RoomUnlocked"/>.</summary>
/// <param name="Owner">The bare JID of its first owner.</param>
/// <param name="Configuration">What it begins with.</param>
/// <param name="OccupantIdKey">The key of its occupant ids.</param>
/// <param name="At">When.</param>
public sealed record RoomCreated(Jid Owner, RoomConfiguration Configuration, byte[] OccupantIdKey, DateTimeOffset At) : RoomEvent;

/// <summary>The first configuration was given, or waived.</summary>
public sealed record RoomUnlocked : RoomEvent;

/// <summary>The room is configured otherwise.</summary>
public sealed record ConfigurationChanged(RoomConfiguration Configuration) : RoomEvent;

/// <summary>The subject was set or cleared.</summary>
public sealed record SubjectChanged(Subject Subject) : RoomEvent
{
    /// <summary>The message that did it, as it was reflected, for the log (XEP-0313 §5.1.2).</summary>
    public PastMessage? Message { get; init; }
}

/// <summary>The room's vCard was set, or taken away: null.</summary>
public sealed record CardChanged(RoomCard? Card) : RoomEvent;

/// <summary>A row of the affiliation list was made, changed, or deleted.</summary>
public sealed record MemberChanged(Member Member) : RoomEvent;

/// <summary>Where the holder of a reserved nickname left off: the last message they are known to have been shown.</summary>
public sealed record MemberLeftOff(Jid Jid, StanzaId LastShown) : RoomEvent;

/// <summary>A message was reflected.</summary>
public sealed record MessageSpoken(PastMessage Message) : RoomEvent;

/// <summary>The room is no more. Also the end of a temporary room whose last occupant has left.</summary>
/// <param name="Reason">Why, in the owner's words.</param>
/// <param name="Alternate">Where to go instead.</param>
/// <param name="Password">The password of that place.</param>
public sealed record RoomDestroyed(string? Reason, Jid? Alternate, string? Password = null) : RoomEvent
{
    /// <summary>What is left at its name; null when that is free at once.</summary>
    public Tombstone? Tombstone { get; init; }

    /// <summary>Without the password, in case it gets into a log.</summary>
    public override string ToString() => nameof(RoomDestroyed);
}

/// <summary>Somebody became an occupant.</summary>
public sealed record OccupantEntered(Nick Nick, Visit Visit, Role Role, ClientPresence Presence) : OccupantEvent(Nick);

/// <summary>Another session of a present occupant came in under the same nickname.</summary>
public sealed record VisitEntered(Nick Nick, Visit Visit, ClientPresence Presence) : OccupantEvent(Nick);

/// <summary>One of an occupant's several sessions left.</summary>
public sealed record VisitExited(Nick Nick, string Session) : OccupantEvent(Nick);

/// <summary>A session of an occupant hangs on another connection now.</summary>
public sealed record VisitRebound(Nick Nick, Visit Visit) : OccupantEvent(Nick);

/// <summary>An occupant is gone with all its sessions.</summary>
public sealed record OccupantExited(Nick Nick) : OccupantEvent(Nick);

/// <summary>An occupant's session sent other availability.</summary>
public sealed record PresenceChanged(Nick Nick, string Session, ClientPresence Presence) : OccupantEvent(Nick);

/// <summary>An occupant goes by another nickname.</summary>
public sealed record NickChanged(Nick Nick, Nick NewNick, string Session, ClientPresence Presence) : OccupantEvent(Nick);

/// <summary>An occupant's role was set, perhaps to what it was: the occasion to show a changed affiliation or nickname reservation.</summary>
public sealed record RoleChanged(Nick Nick, Role Role) : OccupantEvent(Nick);
