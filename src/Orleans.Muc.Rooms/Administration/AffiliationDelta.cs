using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The rows an admin query would change, gathered and checked before anything is.</summary>
internal sealed class AffiliationDelta(Room room, Jid actor)
{
    private readonly Dictionary<Jid, Row> rows = [];

    public IEnumerable<Row> Rows => rows.Values;

    public StanzaError? Add(AffiliationItem item)
    {
        if (Find(item) is not { } jid)
            return StanzaError.ItemNotFound();

        // A domain can be banned (§9.1); it is no user who could be anything else.
        if (jid.Localpart is null && item.Affiliation > Affiliation.None)
            return StanzaError.NotAcceptable();

        // One user twice in a delta has no meaning.
        if (rows.ContainsKey(jid))
            return StanzaError.BadRequest();
        var current = room.AffiliationOf(jid);
        var change = new AffiliationChange(room.AffiliationOf(actor), current, item.Affiliation, jid == actor);
        if (Privileges.Refusal(change) is { } refusal)
            return refusal;

        // Service admins are owners everywhere; no list says otherwise.
        if (room.Rules.Admins.Contains(jid) && item.Affiliation < Affiliation.Owner)
            return StanzaError.NotAllowed();
        var old = room.Affiliations.Find(jid);

        // An old reason is the reason of the old affiliation.
        var reason = item.Reason ?? (old?.Affiliation == item.Affiliation ? old.Reason : null);
        rows.Add(jid, new Row(current, new Member(jid, item.Affiliation, NickAfter(item, old), reason), item.Reason));
        return null;
    }

    /// <summary>What can only be seen of all rows together.</summary>
    public StanzaError? Refusal()
    {
        var owners = room.Affiliations.Owners;
        var added = 0;
        foreach (var row in rows.Values)
        {
            owners += (row.After.Affiliation == Affiliation.Owner ? 1 : 0) - (IsOwner(row.After.Jid) ? 1 : 0);
            added += (row.After.IsDeletion ? 0 : 1) - (room.Affiliations.Find(row.After.Jid) is null ? 0 : 1);
        }

        // §10.4: a room keeps an owner.
        if (owners < 1)
            return StanzaError.Conflict();
        if (added > 0 && room.Affiliations.Count + added > room.Rules.MaxAffiliations)
            return StanzaError.ResourceConstraint();
        return NicksCollide() ? StanzaError.Conflict() : null;
    }

    /// <summary>§9.1, §9.5: outcasts and the unaffiliated have no nickname reserved; otherwise it stays unless the item says something else.</summary>
    private static Nick? NickAfter(AffiliationItem item, Member? old)
    {
        if (item.Affiliation <= Affiliation.None || item.ClearsNick)
            return null;
        return (item.Jid is null ? null : item.Nick) ?? old?.ReservedNick;
    }

    /// <summary>An item names a user, or an occupant by nickname alone.</summary>
    private Jid? Find(AffiliationItem item) =>
        item.Jid?.Bare ?? (item.Nick is null ? null : room.Occupants.Find(item.Nick)?.BareJid);

    private bool IsOwner(Jid jid) => room.Affiliations.Find(jid)?.Affiliation == Affiliation.Owner;

    /// <summary>§7.10: a nickname, with all that look like it, is reserved once, and not away from under somebody of higher affiliation, nor from oneself.</summary>
    private bool NicksCollide()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (jid, row) in rows)
        {
            // Who keeps a nickname takes none.
            if (row.After.ReservedNick is not { } nick || room.Affiliations.NickOf(jid) == nick)
                continue;
            if (!taken.Add(nick.Skeleton) || room.Affiliations.HoldersLookingLike(nick).Any(holder => holder != jid && !GivesUp(holder, nick)))
                return true;
            if (room.Occupants.LookingLike(nick).Any(user => user.BareJid != jid && Outranks(user)))
                return true;
        }

        return false;
    }

    private bool GivesUp(Jid holder, Nick nick) => rows.TryGetValue(holder, out var row) && row.After.ReservedNick?.Skeleton != nick.Skeleton;

    private bool Outranks(Occupant user) => user.BareJid == actor || user.Affiliation > room.AffiliationOf(actor);

    /// <param name="Before">The affiliation as it is.</param>
    /// <param name="After">The row as it is to be.</param>
    /// <param name="Reason">What the actor gave as reason this time.</param>
    internal sealed record Row(Affiliation Before, Member After, string? Reason);
}
