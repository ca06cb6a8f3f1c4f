namespace Orleans.Muc.Rooms;

/// <summary>What another affiliation means for somebody who is in the room.</summary>
internal static class Consequences
{
    /// <summary>Removal with 301 (XEP-0045 §9.1) or 321 (§9.4); or the role that goes with it, and new presence.</summary>
    /// <returns>Whether the occupant has to leave.</returns>
    public static bool Follow(this Decision decision, Room room, Occupant occupant, Affiliation listed, Circumstance circumstance)
    {
        var affiliation = room.InForce(occupant.BareJid, listed);
        StatusCode? removal = affiliation switch
        {
            Affiliation.Outcast => StatusCode.Banned,
            Affiliation.None when room.Configuration.MembersOnly => StatusCode.AffiliationLost,
            _ => null,
        };
        if (removal is { } code)
            decision.Then(new OccupantExited(occupant.Nick), circumstance with { Codes = [code] });
        else
            decision.Then(new RoleChanged(occupant.Nick, room.Configuration.RoleAfter(occupant, affiliation)), circumstance);
        return removal is not null;
    }
}
