using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Exporting;

/// <summary>
/// The rows of a room without accounts that are being removed, as the room would have them once it has heard of it (XEP-0077 §3.2): bans stay, and of the owners the last, but no nickname,
/// no hats. Otherwise whoever registers the name on the next server would have a part in the room.
/// </summary>
/// <param name="leaving">Bare JIDs of the accounts.</param>
/// <param name="tally">Counts what is left out.</param>
internal sealed class LeavingMembers(IReadOnlySet<Jid> leaving, Tally tally)
{
    public RoomRows Without(RoomRows rows)
    {
        if (!rows.Members.Any(member => leaving.Contains(member.Jid)))
            return rows;
        var owners = rows.Members.Count(member => member.Affiliation == (int)Affiliation.Owner);
        List<MemberRow> members = [];
        List<PastAffiliationRow> past = [.. rows.PastAffiliations.OrderBy(change => change.Version)];
        foreach (var member in rows.Members.OrderBy(member => member.Jid.ToString(), StringComparer.Ordinal))
        {
            var isOwner = member.Affiliation == (int)Affiliation.Owner;
            if (!leaving.Contains(member.Jid))
            {
                members.Add(member);
            }
            else if (member.Affiliation == (int)Affiliation.Outcast)
            {
                members.Add(member with { Hats = null });
            }
            else if (isOwner && owners == 1)
            {
                members.Add(new MemberRow(member.Jid, member.Affiliation, null, null));
                tally.Note("room whose last owner is an account that is being removed: it belongs to whoever registers that name");
            }
            else
            {
                owners -= isOwner ? 1 : 0;
                // XEP-0463 §5.2.1: who knows the list as it was is told of this as of any change.
                if (member.Affiliation != (int)Affiliation.None)
                    past.Add(new PastAffiliationRow(past is [.., var last] ? last.Version + 1 : 1, member.Jid, member.Affiliation));
                tally.LeaveOut("affiliation of an account that is being removed");
            }
        }

        return rows with { Members = members, PastAffiliations = [.. past.TakeLast(Room.MostPastAffiliations)] };
    }
}
