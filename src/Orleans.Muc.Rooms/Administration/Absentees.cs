using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What somebody who is not in the room hears of a change of affiliation.</summary>
internal static class Absentees
{
    /// <summary>§9.5: who becomes a member of a members-only room is invited; §18.1: others who are not in the room are told of their affiliation by 101.</summary>
    public static void TellAbsentee(this Decision decision, Room room, AffiliationDelta.Row row, Visit by)
    {
        var user = row.After.Jid;
        if (row.Before == row.After.Affiliation || user.Localpart is null || room.Occupants.Of(user).Count > 0)
            return;
        if (room.Configuration.MembersOnly && row.Before == Affiliation.None && row.After.Affiliation >= Affiliation.Member)
        {
            var inviter = room.Occupants.OfSession(by.Session)?.OccupantJid ?? room.Jid;
            decision.Say(turn => turn.Announce(Invitations.From(room, inviter, new Invitation(user, row.Reason, null), null)));
            return;
        }

        var item = new Element("item", Ns.MucUser).With("affiliation", row.After.Affiliation.ToName()).With("role", Role.None.ToName());
        if (row.Reason is not null)
            item.Add("reason", row.Reason);
        var x = new Element("x", Ns.MucUser).Add(OccupantPresence.Status(StatusCode.AffiliationChangedWhileAway)).Add(item);
        decision.Say(turn => turn.Announce(new ToUser(user, new Stanza(StanzaKind.Message, Payload.Of(x)) { From = room.Jid, To = user })));
    }
}
