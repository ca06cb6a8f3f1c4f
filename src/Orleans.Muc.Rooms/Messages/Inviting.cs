using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.8.2: invitations through the room. In a members-only room they make members (§9.5).</summary>
internal static class Inviting
{
    public static Decision Decide(Room room, Invite request)
    {
        if (room.Occupants.OfSession(request.By.Session) is not { } inviter)
            return Refusals.NotAnOccupant;
        if (!room.Configuration.Allows(Privilege.Invite, inviter.Role, inviter.Affiliation))
            return StanzaError.Forbidden();

        // §7.8.2, §9.5: in a members-only room only those may invite who may make members, or whom the configuration lets.
        var membersOnly = room.Configuration.MembersOnly;
        if (membersOnly && !room.Configuration.Allows(Privilege.InviteToMembersOnly, inviter.Role, inviter.Affiliation))
            return StanzaError.Forbidden();

        // §7.8.2: who can't be reached isn't there. Whether an account of ours is there is nobody's business.
        if (request.Invitations.Any(invitation => IsOutOfReach(room.Rules, invitation.To)))
            return StanzaError.ItemNotFound();

        // An invitation does not lift a ban.
        if (request.Invitations.Any(invitation => room.AffiliationOf(invitation.To.Bare) == Affiliation.Outcast))
            return StanzaError.NotAllowed();

        if (membersOnly && room.Affiliations.Count + request.Invitations.Length > room.Rules.MaxAffiliations)
            return StanzaError.ResourceConstraint();

        var decision = Decision.PassOn();
        foreach (var invitation in request.Invitations)
        {
            // §9.5: "any invitation sent SHOULD automatically trigger the addition of the invitee to the member list"; never in an open room.
            if (membersOnly && room.AffiliationOf(invitation.To.Bare) == Affiliation.None)
                decision.Then(new MemberChanged(new Member(invitation.To.Bare, Affiliation.Member, null, invitation.Reason)));
            decision.Say(turn => turn.Announce(Invitations.From(room, inviter.OccupantJid, invitation, request.StanzaId)));
        }

        return decision;
    }

    private static bool IsOutOfReach(ServiceRules rules, Jid invitee) =>
        invitee.Localpart is null || (rules.Domain is { } ours && invitee.Domain != ours.Domain);
}

/// <summary>The stanza that invites.</summary>
internal static class Invitations
{
    /// <summary>
    /// §7.8.2: from the room, in the inviter's occupant JID so that no real JID is told, with the password if there is one; and for older
    /// clients once more as text and as <c>jabber:x:conference</c>.
    /// </summary>
    public static ToUser From(Room room, Jid inviter, Invitation invitation, string? id)
    {
        var invite = new Element("invite", Ns.MucUser).With("from", inviter.ToString()).Add("reason", invitation.Reason).Add(invitation.Continue);
        var x = new Element("x", Ns.MucUser).Add(invite);
        if (room.Configuration.RoomSecret is { } secret)
            x.Add("password", secret);
        var sentence = $"{inviter} invited you to the room {room.Jid}";
        if (!string.IsNullOrWhiteSpace(invitation.Reason))
            sentence += $" ({invitation.Reason.Trim()})";
        var conference = new Element("x", Ns.Conference).With("jid", room.Jid.ToString()).Add(invitation.Reason);
        return new ToUser(invitation.To, new Stanza(StanzaKind.Message, Payload.Of(x, new Element("body", Ns.Client).Add(sentence), conference))
        {
            Id = id,
            From = room.Jid,
            To = invitation.To,
        });
    }
}

/// <summary>XEP-0045 §7.8.2: an invitation declined, told to whoever sent it.</summary>
internal static class Declining
{
    public static Decision Decide(Room room, Decline request)
    {
        if (room.AffiliationOf(request.By.FullJid.Bare) == Affiliation.Outcast)
            return StanzaError.Forbidden();
        if (Recipient(room, request.To) is not { } occupant)
            return StanzaError.ItemNotFound();
        return Decision.PassOn().Say(turn => turn.ToOccupants(
            new Variant(new Recipients.OneNick(occupant.Nick), Message(room, request).Encode())));
    }

    /// <summary>The room carries such messages to its occupants only, known by occupant JID or by their own; else it would be a relay for anybody.</summary>
    private static Occupant? Recipient(Room room, Jid inviter)
    {
        if (inviter.Bare != room.Jid)
            return room.Occupants.Of(inviter.Bare) is [var own, ..] ? own : null;
        return Nick.TryParse(inviter.Resourcepart, out var nick) ? room.Occupants.Find(nick) : null;
    }

    private static Stanza Message(Room room, Decline request)
    {
        var decline = new Element("decline", Ns.MucUser).With("from", request.By.FullJid.Bare.ToString());
        if (request.Reason is not null)
            decline.Add("reason", request.Reason);
        return new Stanza(StanzaKind.Message, Payload.Of(new Element("x", Ns.MucUser).Add(decline))) { Id = request.StanzaId, From = room.Jid };
    }
}
