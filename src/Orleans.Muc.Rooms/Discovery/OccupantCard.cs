using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// XEP-0045 §17.4 and XEP-0054 §3.3: the vCard of an occupant. The account answers for it and not a client, so the question goes to the bare JID; what comes back is taken from that account alone.
/// </summary>
internal static class OccupantCard
{
    public static Decision Decide(Room room, OccupantQuery request, (Occupant Asker, Occupant Asked) people, Moment moment)
    {
        // XEP-0054 §3.2: nobody sets the vCard of somebody else.
        if (request.Stanza!.Type != "get")
            return StanzaError.Forbidden();
        var account = people.Asked.BareJid;
        var question = new Question(request, account.ToString(), account, moment.Now) { IsOfAccount = true };
        if (!room.Questions.TryAdd(question, moment.Chance, out var id))
            return Relaying.TooMany;
        var relayed = request.Stanza with { Id = id, From = people.Asker.OccupantJid, To = account };
        return Decision.PassOn().Say(turn => turn.Announce(new ToUser(account, relayed)));
    }
}
