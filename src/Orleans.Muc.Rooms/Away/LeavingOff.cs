using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// Keeps, per reserved nickname, where its holder left off: noted when they are first here, and whenever the last of their sessions is gone. Nothing is noted while they stay, so a crash makes
/// messages be shown again rather than never.
/// </summary>
internal static class LeavingOff
{
    /// <summary>Before any message there is.</summary>
    private static readonly StanzaId Beginning = new(new string('0', 32));

    /// <summary>What follows from an event for those it is about.</summary>
    /// <param name="turn">The turn, after the event has been applied and announced.</param>
    /// <param name="happening">The event.</param>
    /// <param name="before">The occupant it is about, as it was.</param>
    public static void After(Turn turn, RoomEvent happening, Occupant? before)
    {
        var room = turn.Room;
        switch (happening)
        {
            case OccupantEntered entered:
                Begin(turn, entered.Visit.FullJid.Bare);
                break;
            case MemberChanged changed:
                Begin(turn, changed.Member.Jid);
                break;
            case OccupantExited when before is not null:
                End(turn, before);
                room.Attention.Forget(before.Stays);
                break;
            case VisitEntered or VisitExited when before is not null:
                room.Attention.Forget(before.Stays.Where(stay => room.Occupants.OfSession(stay.Visit.Session) is null));
                break;
            case RoomDestroyed:
                room.Attention.Clear();
                break;
        }
    }

    /// <summary>Here for the first time with a nickname reserved: from now on whatever they miss is theirs.</summary>
    private static void Begin(Turn turn, Jid user)
    {
        var room = turn.Room;
        if (IsKept(room, user) is { LastShown: null } && room.Occupants.Of(user).Count > 0)
            turn.Happen(new MemberLeftOff(user, room.Origins.LastId ?? Beginning));
    }

    /// <summary>Who leaves in order (XEP-0045 §7.14) has been shown all; of others only <see cref="Attention"/> knows.</summary>
    private static void End(Turn turn, Occupant gone)
    {
        var room = turn.Room;
        if (IsKept(room, gone.BareJid) is not { } member || room.Occupants.Of(gone.BareJid).Count > 0)
            return;
        var leftInOrder = turn.Request is Exit && gone.Stays.Any(stay => stay.Visit.Session == turn.Request.By.Session);
        var shown = leftInOrder ? room.Origins.LastId : room.Attention.Of(gone.Stays);
        if (shown is { } last && (member.LastShown is not { } known || last > known))
            turn.Happen(new MemberLeftOff(gone.BareJid, last));
    }

    private static Member? IsKept(Room room, Jid user) =>
        room.Rules.MaxMissed > 0 && room.Affiliations.Find(user) is { ReservedNick: not null } member ? member : null;
}
