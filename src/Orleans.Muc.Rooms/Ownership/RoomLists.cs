using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The admins and owners of a submitted configuration: full lists, unlike the deltas of admin queries (XEP-0045 §10.2, §10.5, §10.8).</summary>
internal sealed class RoomLists
{
    private readonly Dictionary<Jid, Affiliation> changes = [];

    public static bool TryRead(Room room, DataForm form, out RoomLists lists)
    {
        lists = new RoomLists();
        if (!ConfigurationForm.TryReadList(form, ConfigurationForm.Admins, out var admins)
            || !ConfigurationForm.TryReadList(form, ConfigurationForm.Owners, out var owners))
            return false;

        // §10.2: who is no longer among the owners becomes admin, who is no longer among the admins member.
        lists.Demote(room, owners, Affiliation.Owner, Affiliation.Admin);
        lists.Demote(room, admins, Affiliation.Admin, Affiliation.Member);
        lists.Promote(room, admins, Affiliation.Admin);
        lists.Promote(room, owners, Affiliation.Owner);
        return true;
    }

    /// <summary>§10.4: the room keeps an owner; and a ban is lifted by those who manage bans, not in passing. A form changes no more rows than an admin query does.</summary>
    public StanzaError? Refusal(Room room)
    {
        if (changes.Count > room.Rules.MaxAdminItems)
            return StanzaError.PolicyViolation();
        var owners = room.Affiliations.Owners;
        var added = 0;
        foreach (var (jid, desired) in changes)
        {
            var row = room.Affiliations.Find(jid);
            if (room.AffiliationOf(jid) == Affiliation.Outcast)
                return StanzaError.NotAcceptable();
            owners += (desired == Affiliation.Owner ? 1 : 0) - (row?.Affiliation == Affiliation.Owner ? 1 : 0);
            added += row is null ? 1 : 0;
        }

        if (owners < 1)
            return StanzaError.Conflict();
        return added > 0 && room.Affiliations.Count + added > room.Rules.MaxAffiliations ? StanzaError.ResourceConstraint() : null;
    }

    public Affiliation AffiliationAfter(Room room, Jid jid) => room.InForce(jid, changes.TryGetValue(jid, out var changed) ? changed : room.AffiliationOf(jid));

    public void AddTo(Decision decision, Room room, RoomConfiguration merged, Visit by)
    {
        foreach (var (jid, desired) in changes)
        {
            var row = room.Affiliations.Find(jid);
            var change = new AffiliationDelta.Row(room.AffiliationOf(jid), new Member(jid, desired, row?.ReservedNick, row?.Reason), null);
            decision.Then(new MemberChanged(change.After));
            foreach (var occupant in room.Occupants.Of(jid))
                decision.Then(new RoleChanged(occupant.Nick, merged.RoleAfter(occupant, room.InForce(jid, desired))));
            decision.TellAbsentee(room, change, by);
        }
    }

    private void Demote(Room room, HashSet<Jid>? listed, Affiliation from, Affiliation to)
    {
        if (listed is null)
            return;
        foreach (var member in room.Affiliations.With(from))
            if (!listed.Contains(member.Jid))
                changes[member.Jid] = to;
    }

    private void Promote(Room room, HashSet<Jid>? listed, Affiliation to)
    {
        foreach (var jid in listed ?? [])
            if (room.Affiliations.Of(jid) != to)
                changes[jid] = to;
            else
                changes.Remove(jid);
    }
}
