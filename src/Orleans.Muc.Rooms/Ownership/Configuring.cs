using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §10.1 and §10.2: the first configuration of a room, and every later one.</summary>
internal static class Configuring
{
    public static Decision Decide(Room room, ReadConfiguration request) =>
        IsAllowed(room, request)
            ? new Decision().Answer(new Element("query", Ns.MucOwner).Add(ConfigurationForm.Of(room).ToElement()))
            : StanzaError.Forbidden();

    /// <summary>§10.1.3: who cancels the first configuration destroys the room; §10.2: later, everything stays as it was.</summary>
    public static Decision Decide(Room room, CancelConfiguration request)
    {
        if (!IsAllowed(room, request))
            return StanzaError.Forbidden();
        return room.Status == RoomStatus.Locked
            ? new Decision().Then(new RoomDestroyed(null, null)).Answer()
            : new Decision().Answer();
    }

    public static Decision Decide(Room room, Configure request)
    {
        if (!IsAllowed(room, request))
            return StanzaError.Forbidden();

        // §10.1.3: options that break a rule are not acceptable, and then none of them is taken.
        if (ConfigurationForm.Merge(room.Configuration, request.Form) is not { } merged)
            return StanzaError.NotAcceptable();
        if (!RoomLists.TryRead(room, request.Form, out var lists))
            return StanzaError.NotAcceptable();
        if (lists.Refusal(room) is { } refusal)
            return refusal;

        var decision = new Decision();
        if (room.Status == RoomStatus.Locked)
        {
            if (merged != room.Configuration)
                decision.Then(new ConfigurationChanged(merged));
            decision.Then(new RoomUnlocked()).Answer();
        }
        else
        {
            decision.Answer();
            if (merged != room.Configuration)
                decision.Then(new ConfigurationChanged(merged));
        }

        lists.AddTo(decision, room, merged, request.By);
        return RemoveNonMembers(decision, room, merged, lists);
    }

    /// <summary>§10.2.1: 104 for any change, and a code of its own for what touches privacy; nobody is told of the first configuration.</summary>
    public static void Announce(Turn turn, RoomConfiguration before)
    {
        var room = turn.Room;
        var isKnown = room.Status == RoomStatus.Open;

        // Who no longer may see JIDs must not see them from here on; who newly may, only after being told that JIDs are public.
        if (isKnown && room.Configuration.IsNonAnonymous)
            Announcements.Notice(turn, Codes(before, room.Configuration));
        if (before.Whois != room.Configuration.Whois || before.PresenceBroadcast != room.Configuration.PresenceBroadcast)
            foreach (var occupant in room.Occupants)
                Reshow(turn, occupant, before);
        if (isKnown && !room.Configuration.IsNonAnonymous)
            Announcements.Notice(turn, Codes(before, room.Configuration));
    }

    /// <summary>A role newly shown or hidden is seen to come or go.</summary>
    private static void Reshow(Turn turn, Occupant occupant, RoomConfiguration before)
    {
        turn.RosterPut(occupant);
        var isShown = turn.Room.Configuration.Broadcasts(occupant.Role);
        if (isShown && !before.Broadcasts(occupant.Role))
            Announcements.Present(turn, occupant, Circumstance.None);
        else if (!isShown && before.Broadcasts(occupant.Role))
            Announcements.Hidden(turn, occupant, Circumstance.None);
    }

    /// <summary>§10.2.1: what concerns privacy by codes of its own. Decision: 104 beside them, where the section has it for any other change: by it clients know to read the configuration again.</summary>
    private static IEnumerable<StatusCode> Codes(RoomConfiguration before, RoomConfiguration after)
    {
        yield return StatusCode.ConfigurationChanged;
        if (before.EnableLogging != after.EnableLogging)
            yield return after.EnableLogging ? StatusCode.LoggingEnabled : StatusCode.LoggingDisabled;
        if (before.Whois != after.Whois)
            yield return after.IsNonAnonymous ? StatusCode.NowNonAnonymous : StatusCode.NowSemiAnonymous;
        var showsAway = after.PresenceBroadcast.HasFlag(PresenceBroadcast.Away);
        if (before.PresenceBroadcast.HasFlag(PresenceBroadcast.Away) != showsAway)
            yield return showsAway ? StatusCode.NowShowsUnavailable : StatusCode.NowHidesUnavailable;
    }

    /// <summary>§10.2: when the room becomes members-only, others are removed with 322.</summary>
    private static Decision RemoveNonMembers(Decision decision, Room room, RoomConfiguration merged, RoomLists lists)
    {
        if (!merged.MembersOnly || room.Configuration.MembersOnly)
            return decision;
        var others = room.Occupants.Where(occupant => lists.AffiliationAfter(room, occupant.BareJid) < Affiliation.Member).ToList();
        foreach (var other in others)
            decision.Then(new OccupantExited(other.Nick), new Circumstance { Codes = [StatusCode.BecameMembersOnly] });
        return !merged.PersistentRoom && others.Count > 0 && others.Count == room.Occupants.Count ? decision.Then(new RoomDestroyed(null, null)) : decision;
    }

    private static bool IsAllowed(Room room, RoomRequest request) =>
        room.Configuration.Allows(Privilege.Configure, Role.None, room.AffiliationOf(request.By.FullJid.Bare));
}
