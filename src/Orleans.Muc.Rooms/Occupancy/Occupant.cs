using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>A session's stay and what it last said of itself.</summary>
internal sealed record Stay(Visit Visit, ClientPresence Presence);

/// <summary>Somebody in the room: one nickname, one user, one session or several. Immutable but for its cached roster entry.</summary>
internal sealed class Occupant
{
    private RosterEntry? entry;
    private Payload? mark;

    public Occupant()
    {
    }

    /// <summary>A copy without the cached entry, which is of something else then.</summary>
    [SetsRequiredMembers]
    private Occupant(Occupant other)
    {
        (Nick, OccupantJid, OccupantId, BareJid) = (other.Nick, other.OccupantJid, other.OccupantId, other.BareJid);
        (Affiliation, Role, Hats, Stays, mark) = (other.Affiliation, other.Role, other.Hats, other.Stays, other.mark);
    }

    public required Nick Nick { get; init; }

    public required Jid OccupantJid { get; init; }

    public required string OccupantId { get; init; }

    public required Jid BareJid { get; init; }

    public required Affiliation Affiliation { get; init; }

    public required Role Role { get; init; }

    /// <summary>What the presence shows of the hats this user wears in the room (XEP-0317); empty without any.</summary>
    public Payload Hats { get; init; } = Payload.Empty;

    /// <summary>One at least; the last is the one whose presence is shown.</summary>
    public required ImmutableArray<Stay> Stays { get; init; }

    public Stay Shown => Stays[^1];

    /// <summary>The occupant id as everything this occupant says or does carries it (XEP-0421).</summary>
    public Payload Mark => mark ??= Payload.Of(new Element("occupant-id", Ns.OccupantId).With("id", OccupantId));

    public Stay Stay(string session) => Stays.First(stay => stay.Visit.Session == session);

    public Occupant WithStanding(Affiliation affiliation, Role role) => new(this) { Affiliation = affiliation, Role = role };

    /// <summary>The same with these hats on, if they are others.</summary>
    public Occupant WithHats(Payload hats) => Hats.ToArray().AsSpan().SequenceEqual(hats.ToArray()) ? this : new(this) { Hats = hats };

    public Occupant WithNick(Nick nick, Jid room) => new(this) { Nick = nick, OccupantJid = room.WithResource(nick) };

    /// <summary>A further session, shown from now on. It takes the place of an older one of the same full JID, which must be a ghost.</summary>
    public Occupant With(Visit visit, ClientPresence presence) =>
        WithStays([.. Stays.Where(stay => stay.Visit.Session != visit.Session && stay.Visit.FullJid != visit.FullJid), new Stay(visit, presence)]);

    public Occupant Without(string session) => WithStays(Stays.RemoveAll(stay => stay.Visit.Session == session));

    /// <summary>The occupant as one of its own sessions is shown itself.</summary>
    public Occupant Through(string session) => Shown.Visit.Session == session ? this : Saying(session, Stay(session).Presence);

    public Occupant Saying(string session, ClientPresence presence) => With(Stay(session).Visit, presence);

    public Occupant Rebound(Visit visit) =>
        WithStays([.. Stays.Select(stay => stay.Visit.Session == visit.Session ? stay with { Visit = visit } : stay)]);

    /// <summary>The entry the gateways have of this occupant, made when first needed.</summary>
    public RosterEntry EntryIn(RoomConfiguration room)
    {
        if (entry is not null)
            return entry;
        var full = OccupantPresence.Available(this, OccupantPresence.View.Full, Circumstance.None);
        var anonymous = room.IsNonAnonymous ? full : OccupantPresence.Available(this, OccupantPresence.View.Anonymous, Circumstance.None);
        return entry = new RosterEntry(
            Nick,
            OccupantId,
            BareJid,
            Affiliation,
            Role,
            room.ShowsJidsTo(Role),
            room.Broadcasts(Role),
            ImmutableArray.CreateRange(Stays, stay => stay.Visit),
            full,
            anonymous);
    }

    public void ForgetEntry() => entry = null;

    /// <summary>The occupant a gateway had an entry of; only the presence that was shown is known, so every session gets it.</summary>
    public static Occupant Of(RosterEntry entry, Jid room)
    {
        var shown = ShownPresence.Of(entry.PresenceFull);
        return new Occupant
        {
            Nick = entry.Nick,
            OccupantJid = room.WithResource(entry.Nick),
            OccupantId = entry.OccupantId,
            BareJid = entry.BareJid,
            Affiliation = entry.Affiliation,
            Role = entry.Role,
            Hats = shown.Hats,
            Stays = ImmutableArray.CreateRange(entry.Visits, visit => new Stay(visit, shown.Own)),
            entry = entry,
        };
    }

    private Occupant WithStays(ImmutableArray<Stay> stays) => new(this) { Stays = stays };
}
