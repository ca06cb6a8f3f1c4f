using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0425: a moderator takes back what somebody has said. The room tells everybody, and keeps a tombstone in its history.</summary>
internal static class Moderating
{
    public static Decision Decide(Room room, Moderate request, Moment moment)
    {
        var user = request.By.FullJid.Bare;
        if (!room.Configuration.Allows(Privilege.RetractMessages, room.Occupants.RoleOf(user), room.AffiliationOf(user)))
            return StanzaError.Forbidden();

        // What the room never said can't be taken back; what it said long ago it doesn't remember, but clients and the archive do.
        if (room.Origins.LastId is not { } last || request.Message > last)
            return StanzaError.ItemNotFound();
        var moderator = room.Occupants.OfSession(request.By.Session) ?? (room.Occupants.Of(user) is [var first, ..] ? first : null);
        var id = StanzaId.Next(last, moment.Now, moment.Chance.Next());
        var stanza = new Stanza(
            StanzaKind.Message,
            Payload.Of(Retraction.ByModerator(request.Message, moderator, request.Reason), Reflection.IdOf(room, id)))
        {
            Type = "groupchat",
            Id = id.Value,
            From = room.Jid,
        };

        // Of no session: when the call is repeated the moderator must be answered again, and a second retraction of the same message does no harm.
        var spoken = new PastMessage(id, moderator?.Nick ?? Nobody, room.Jid, "", 0, room.Configuration.EnableArchiving, stanza.Encode());
        return new Decision().Then(new MessageSpoken(spoken)).Answer();
    }

    /// <summary>The log names the author of each message by nickname; an admin outside has none.</summary>
    private static Nick Nobody { get; } = Nick.Parse("moderator");
}
