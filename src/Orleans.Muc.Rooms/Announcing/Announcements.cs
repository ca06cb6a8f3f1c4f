using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Which use case announces which event, and the forms of announcement that several of them share.</summary>
internal static class Announcements
{
    public static void Of(Turn turn, RoomEvent happening, Before before, Circumstance circumstance)
    {
        switch (happening)
        {
            case MessageSpoken spoken:
                Speaking.Announce(turn, spoken);
                break;
            case SubjectChanged changed:
                SubjectChanging.Announce(turn, changed);
                break;
            case OccupantEntered entered:
                Entering.Announce(turn, turn.Room.Occupants.Find(entered.Nick)!, null, entered.Visit);
                break;
            case VisitEntered entered:
                Entering.Announce(turn, turn.Room.Occupants.Find(entered.Nick)!, before.Occupant, entered.Visit);
                break;
            case VisitExited exited:
                Exiting.AnnounceVisit(turn, before.Occupant!, exited, circumstance);
                break;
            case OccupantExited:
                Exiting.Announce(turn, before.Occupant!, circumstance);
                break;
            case NickChanged changed:
                NickChanging.Announce(turn, before.Occupant!, changed, circumstance);
                break;
            case PresenceChanged or RoleChanged:
                Updated(turn, before.Occupant!, circumstance);
                break;
            case VisitRebound rebound:
                turn.RosterPut(turn.Room.Occupants.Find(rebound.Nick)!);
                break;
            case MemberChanged changed:
                AffiliationChanging.Announce(turn, changed.Member);
                break;
            case ConfigurationChanged:
                Configuring.Announce(turn, before.Configuration);
                break;
            case HatEvent about:
                Wearing.Announce(turn, about, before.Everybody);
                break;
            case CardChanged:
                PublishingCard.Announce(turn, before.Card);
                break;
            case RoomDestroyed destroyed:
                Destroying.Announce(turn, destroyed, before.Everybody);
                break;
        }
    }

    /// <summary>An occupant's standing or availability changed: presence to all, then the new entry.</summary>
    private static void Updated(Turn turn, Occupant before, Circumstance circumstance)
    {
        var room = turn.Room.Configuration;
        var after = turn.Room.Occupants.Find(before.Nick)!;
        if (room.Broadcasts(before.Role) && !room.Broadcasts(after.Role))
            Hidden(turn, after, circumstance);
        else
            Present(turn, after, circumstance);
        turn.RosterPut(after);
    }

    /// <summary>An occupant's presence to all; to its own sessions only, when presence of its role is not broadcast.</summary>
    public static void Present(Turn turn, Occupant occupant, Circumstance circumstance)
    {
        if (turn.Room.Configuration.Broadcasts(occupant.Role))
            turn.ToOccupants(Variants(turn.Room, occupant, gone: false, circumstance, self: true));
        else
            turn.ToOccupants([.. Self(occupant, circumstance), .. FollowingAffiliations.Unseen(turn.Room, circumstance.Step)]);
    }

    /// <summary>An occupant whose presence is broadcast no longer: the others see it go, itself learns what it is now.</summary>
    public static void Hidden(Turn turn, Occupant occupant, Circumstance circumstance) =>
        turn.ToOccupants([.. Self(occupant, circumstance), .. Variants(turn.Room, occupant, gone: true, circumstance, self: false)]);

    public static ImmutableArray<Variant> Self(Occupant occupant, Circumstance circumstance) =>
        ForEach(new Recipients.OneNick(occupant.Nick), circumstance, told => OccupantPresence.Available(occupant, OccupantPresence.View.Self, told));

    /// <summary>A stanza for some; with the versions of the affiliation list for those of them who follow it (XEP-0463 §5.2.2).</summary>
    public static ImmutableArray<Variant> ForEach(Recipients to, Circumstance circumstance, Func<Circumstance, EncodedStanza> encode)
    {
        var plain = new Variant(to, encode(circumstance));
        return circumstance.Step is { } step
            ? [new Variant(new Recipients.Followers(to), encode(circumstance with { Mav = step.Mav })), plain]
            : [plain];
    }

    /// <summary>XEP-0045 §10.2.1: a message to everybody that the room is otherwise now.</summary>
    public static void Notice(Turn turn, params IEnumerable<StatusCode> codes)
    {
        var x = new Element("x", Ns.MucUser).Add(codes.Select(OccupantPresence.Status));
        var notice = new Stanza(StanzaKind.Message, Payload.Of(x)) { Type = "groupchat", From = turn.Room.Jid };
        turn.ToOccupants(new Variant(Recipients.Everybody, notice.Encode()));
    }

    /// <summary>
    /// Presence of an occupant for everybody: their own, the one with the JID for those who see it, and the anonymous one for the rest.
    /// What nobody needs is not encoded; what the roster entry has is reused.
    /// </summary>
    public static ImmutableArray<Variant> Variants(Room room, Occupant occupant, bool gone, Circumstance circumstance, bool self)
    {
        var variants = ImmutableArray.CreateBuilder<Variant>(3);
        if (self)
            Add(new Recipients.OneNick(occupant.Nick), OccupantPresence.View.Self);
        if (room.Configuration.IsNonAnonymous)
        {
            Add(Recipients.Everybody, OccupantPresence.View.Full);
            return variants.DrainToImmutable();
        }

        Add(Recipients.WhoSeeJids, OccupantPresence.View.Full);
        Add(Recipients.Everybody, OccupantPresence.View.Anonymous);
        return variants.DrainToImmutable();

        void Add(Recipients to, OccupantPresence.View view) => variants.AddRange(ForEach(to, circumstance, told => Encode(view, told)));

        EncodedStanza Encode(OccupantPresence.View view, Circumstance told)
        {
            if (gone)
                return OccupantPresence.Unavailable(occupant, view, told);
            if (view == OccupantPresence.View.Self || !told.IsPlain)
                return OccupantPresence.Available(occupant, view, told);
            var entry = occupant.EntryIn(room.Configuration);
            return view == OccupantPresence.View.Full ? entry.PresenceFull : entry.PresenceAnonymous;
        }
    }
}
