using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>One item of a room's sequence. Everything a client sees of a room, answers and refusals included, is one of these.</summary>
[GenerateSerializer, Immutable, Alias("muc.item")]
public abstract record RoomItem([property: Id(0)] long Sequence);

/// <summary>One stanza for the occupants: every session gets the first variant that fits it. <see cref="Message"/> is set when it is in the log.</summary>
[GenerateSerializer, Immutable, Alias("muc.item.occupants")]
public sealed record OccupantsItem(long Sequence, [property: Id(0)] WireVariant[] Variants, [property: Id(1)] StanzaId? Message) : RoomItem(Sequence);

/// <summary>Stanzas for exactly one session, whether it is in the room or not.</summary>
[GenerateSerializer, Immutable, Alias("muc.item.session")]
public sealed record SessionItem(long Sequence, [property: Id(0)] string Session, [property: Id(1)] EncodedStanza[] Stanzas) : RoomItem(Sequence);

/// <summary>An entry of the roster appears or changes, under its nick.</summary>
[GenerateSerializer, Immutable, Alias("muc.item.put")]
public sealed record RosterPutItem(long Sequence, [property: Id(0)] RosterItem Entry) : RoomItem(Sequence);

/// <summary>A nick leaves the roster.</summary>
[GenerateSerializer, Immutable, Alias("muc.item.remove")]
public sealed record RosterRemoveItem(long Sequence, [property: Id(0)] Nick Nick) : RoomItem(Sequence);

/// <summary>
/// The whole roster: the gateway replaces its own and tells its clients the difference. It makes a new beginning, whatever was missed before;
/// <see cref="LastMessage"/> is the newest message of the log by then.
/// </summary>
[GenerateSerializer, Immutable, Alias("muc.item.snapshot")]
public sealed record SnapshotItem(long Sequence, [property: Id(0)] RosterItem[] Roster, [property: Id(1)] StanzaId? LastMessage) : RoomItem(Sequence);

/// <summary>Which sessions a variant is for.</summary>
public enum WireAudience
{
    All = 0,
    JidViewers = 1,
    Nick = 2,
    Session = 3,
}

/// <summary><see cref="Name"/> is the nick or the session where the audience asks for one; <see cref="ForFollowers"/> leaves those who follow the affiliation list (XEP-0463).</summary>
[GenerateSerializer, Immutable, Alias("muc.variant")]
public readonly record struct WireVariant(
    [property: Id(0)] WireAudience Audience, [property: Id(1)] string? Name, [property: Id(2)] EncodedStanza Stanza, [property: Id(3)] bool ForFollowers = false);

/// <summary>One full JID's stay in a room, and the connection grain it hangs on.</summary>
[GenerateSerializer, Immutable, Alias("muc.visit")]
public sealed record WireVisit(
    [property: Id(0)] string Session, [property: Id(1)] Jid FullJid, [property: Id(2)] string Connection, [property: Id(3)] bool FollowsAffiliations = false);

/// <summary>An occupant as every gateway of the room knows it. Affiliation and role are the numbers of the rules' enumerations, which never change.</summary>
[GenerateSerializer, Immutable, Alias("muc.roster-item")]
public sealed record RosterItem(
    [property: Id(0)] Nick Nick,
    [property: Id(1)] string OccupantId,
    [property: Id(2)] Jid BareJid,
    [property: Id(3)] int Affiliation,
    [property: Id(4)] int Role,
    [property: Id(5)] bool SeesJids,
    [property: Id(6)] bool Shown,
    [property: Id(7)] WireVisit[] Visits,
    [property: Id(8)] EncodedStanza PresenceFull,
    [property: Id(9)] EncodedStanza PresenceAnonymous);
