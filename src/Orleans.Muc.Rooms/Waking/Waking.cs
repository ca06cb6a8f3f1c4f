namespace Orleans.Muc.Rooms;

/// <summary>
/// A stored room woke and took its occupants from the gateways. The rows and the configuration are the truth: a change that was stored but never announced is made up for here, and a
/// temporary room in which nobody is left ends (XEP-0045 §7.14).
/// </summary>
internal static class Waking
{
    public static Decision Decide(Room room)
    {
        var decision = new Decision();
        if (!room.Exists)
            return decision;
        if (room.Occupants.Count == 0)
            return room.Configuration.PersistentRoom && room.Status == RoomStatus.Open ? decision : decision.Then(new RoomDestroyed(null, null));
        var leaving = 0;
        foreach (var occupant in room.Occupants)
        {
            if (Removal(room, occupant) is { } code)
            {
                leaving++;
                decision.Then(new OccupantExited(occupant.Nick), new Circumstance { Codes = [code] });
            }
            else if (room.Outdated.Contains(occupant.Nick))
                decision.Then(new RoleChanged(occupant.Nick, occupant.Role));
        }

        return decision.EndIfEmpty(room, leaving);
    }

    /// <summary>Takes an occupant over as a gateway had it, put right by what is stored. True when those who were shown it must be told.</summary>
    public static bool PutRight(Room room, RosterEntry entry, out Occupant occupant)
    {
        var asShown = Occupant.Of(entry, room.Jid);
        occupant = asShown.WithHats(room.Hats.Shown(entry.BareJid));
        var affiliation = room.AffiliationOf(entry.BareJid);
        if (affiliation != entry.Affiliation)
        {
            occupant = occupant.WithStanding(affiliation, room.Configuration.RoleAfter(occupant, affiliation));
            return true;
        }

        // In a semi-anonymous room the two presences differ by the JID; an entry from before the change must reach nobody.
        var isOpen = entry.PresenceAnonymous.Tail.Span.SequenceEqual(entry.PresenceFull.Tail.Span);
        var isOutdated = occupant != asShown
            || isOpen != room.Configuration.IsNonAnonymous
            || entry.SeesJids != room.Configuration.ShowsJidsTo(entry.Role)
            || entry.Shown != room.Configuration.Broadcasts(entry.Role);
        if (isOutdated)
            occupant.ForgetEntry();
        return isOutdated;
    }

    private static StatusCode? Removal(Room room, Occupant occupant) => occupant.Affiliation switch
    {
        Affiliation.Outcast => StatusCode.Banned,
        < Affiliation.Member when room.Configuration.MembersOnly => StatusCode.BecameMembersOnly,
        _ => null,
    };
}
