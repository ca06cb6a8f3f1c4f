using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.7: a change of availability; §7.6 when it goes to another nickname.</summary>
internal static class PresenceChanging
{
    public static Decision Decide(Room room, ChangePresence request)
    {
        if (room.Occupants.OfSession(request.By.Session) is not { } occupant)
            return request.Nick is null ? StanzaError.JidMalformed() : TellDesynchronized(room, request);
        if (request.Nick is not null && request.Nick != occupant.Nick)
            return NickChanging.Decide(room, occupant, request);
        var presence = ClientPresence.Of(request.Stanza, room.Jid);
        var circumstance = new Circumstance { Id = request.StanzaId };
        return new Decision().Then(new PresenceChanged(occupant.Nick, request.By.Session, presence), circumstance);
    }

    /// <summary>
    /// §7.2.18: presence without <c>x</c> from somebody who isn't there means a client out of step: it is told that it is out, by 110, 307 and 333.
    /// </summary>
    private static Decision TellDesynchronized(Room room, ChangePresence request) => new Decision().Say(turn =>
    {
        var item = new Element("item", Ns.MucUser).With("affiliation", Affiliation.None.ToName()).With("role", Role.None.ToName())
            .Add("reason", "You are not in the room.");
        var x = new Element("x", Ns.MucUser)
            .Add(OccupantPresence.Status(StatusCode.Kicked))
            .Add(OccupantPresence.Status(StatusCode.TechnicalProblem))
            .Add(item)
            .Add(OccupantPresence.Status(StatusCode.SelfPresence));
        turn.ToAsker(new Stanza(StanzaKind.Presence, Payload.Of(x))
        {
            Type = "unavailable",
            Id = request.StanzaId,
            From = room.Jid.WithResource(request.Nick!),
            To = request.By.FullJid,
        });
    });
}

/// <summary>XEP-0045 §7.6: another nickname for an occupant, with all its sessions and the role it has.</summary>
internal static class NickChanging
{
    public static Decision Decide(Room room, Occupant occupant, ChangePresence request)
    {
        // §7.6: in use, or reserved by somebody else, is a conflict. Decision: also when the other occupant is of the same user; two
        // occupants do not merge.
        var nick = request.Nick!;

        // §7.6: locked down, not-acceptable.
        if (Nicks.Held(room, occupant.BareJid) is { } held && held != nick)
            return StanzaError.NotAcceptable() with { Type = StanzaErrorType.Cancel };
        if (room.Occupants.Find(nick) is not null || Nicks.IsTaken(room, nick, occupant.BareJid))
            return StanzaError.Conflict();
        return new Decision().Then(new NickChanged(occupant.Nick, nick, request.By.Session, ClientPresence.Of(request.Stanza, room.Jid)));
    }

    public static void Announce(Turn turn, Occupant before, NickChanged changed, Circumstance circumstance)
    {
        var room = turn.Room;
        var after = room.Occupants.Find(changed.NewNick)!;
        turn.ToOccupants([.. Farewells(room, before, changed.NewNick)]);
        turn.Announce(new RosterRemove(before.Nick));
        turn.RosterPut(after);
        Announcements.Present(turn, after, circumstance);
    }

    private static IEnumerable<Variant> Farewells(Room room, Occupant before, Nick newNick)
    {
        yield return Farewell(new Recipients.OneNick(before.Nick), OccupantPresence.View.Self);
        if (!before.EntryIn(room.Configuration).Shown)
            yield break;
        if (!room.Configuration.IsNonAnonymous)
        {
            yield return Farewell(Recipients.WhoSeeJids, OccupantPresence.View.Full);
            yield return Farewell(Recipients.Everybody, OccupantPresence.View.Anonymous);
        }
        else
            yield return Farewell(Recipients.Everybody, OccupantPresence.View.Full);

        Variant Farewell(Recipients to, OccupantPresence.View view) => new(to, OccupantPresence.Renamed(before, view, newNick));
    }
}
