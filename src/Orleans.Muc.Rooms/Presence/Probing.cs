using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §17.3: a presence probe to an occupant JID. Decision: answered for occupants, with what they would be shown; to the room's own JID there is nothing to say.</summary>
internal static class Probing
{
    public static Decision Decide(Room room, Probe request) =>
        room.Occupants.OfSession(request.By.Session) is { } asker
            ? new Decision().Say(turn => turn.Announce(new ToSession(request.By, [Presence(room, asker, request)])))
            : Refusals.NotAnOccupant;

    private static EncodedStanza Presence(Room room, Occupant asker, Probe request)
    {
        var seesJids = room.Configuration.ShowsJidsTo(asker.Role);
        if (request.Nick == asker.Nick)
            return OccupantPresence.Available(asker.Through(request.By.Session), OccupantPresence.View.Self, Circumstance.None);
        if (room.Occupants.Find(request.Nick)?.EntryIn(room.Configuration) is { Shown: true } entry)
            return seesJids ? entry.PresenceFull : entry.PresenceAnonymous;
        return AwayMembers.Presence(room, request.Nick, seesJids) ?? Nobody(room, request.Nick);
    }

    private static EncodedStanza Nobody(Room room, Nick nick)
    {
        var item = new Element("item", Ns.MucUser).With("affiliation", Affiliation.None.ToName()).With("role", Role.None.ToName());
        return new Stanza(StanzaKind.Presence, Payload.Of(new Element("x", Ns.MucUser).Add(item)))
        {
            Type = "unavailable",
            From = room.Jid.WithResource(nick),
        }.Encode();
    }
}
