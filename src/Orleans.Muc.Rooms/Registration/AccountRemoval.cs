namespace Orleans.Muc.Rooms;

/// <summary>
/// The account behind an affiliation is gone (XEP-0077 §3.2): its reservation, affiliation and hats end. Decision: a ban outlives the account, so
/// that registering anew does not lift it, and the last owner's row stays, since a room keeps an owner (XEP-0045 §10.4).
/// </summary>
internal static class AccountRemoval
{
    public static Decision Decide(Room room, AccountRemoved request)
    {
        var decision = new Decision();
        if (!room.Hats.WornBy(request.Account).IsEmpty)
            decision.Then(new HatsWorn(new HatWearer(request.Account, [])));
        if (room.Affiliations.Find(request.Account) is not { } row || row.Affiliation == Affiliation.Outcast)
            return decision;
        var isLastOwner = row.Affiliation == Affiliation.Owner && room.Affiliations.Owners == 1;
        var left = new Member(request.Account, isLastOwner ? Affiliation.Owner : Affiliation.None, null, null);
        if (left == row)
            return decision;

        // Sessions of the account may still be inside, on their way out.
        decision.Then(new MemberChanged(left));
        var leaving = 0;
        foreach (var occupant in room.Occupants.Of(request.Account))
            if (decision.Follow(room, occupant, left.Affiliation, Circumstance.None))
                leaving++;
        return decision.EndIfEmpty(room, leaving);
    }
}
