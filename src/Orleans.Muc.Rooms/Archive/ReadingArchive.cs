using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0313 §4: who asks a room for its past. What is decided here is whether they may, and what is to be looked for; whoever keeps the messages looks.</summary>
internal static class ReadingArchive
{
    public static Decision Decide(Room room, QueryArchive request, Moment moment)
    {
        if (ArchiveAccess.Refusal(room, request) is { } refusal)
            return refusal;
        if (!ArchiveIntake.TryRead(request.Query, ArchiveAccess.Fields(room), out var wanted, out var error))
            return error;

        // §4.1.3, §4.3.2: what is too old is in the archive no longer, whether or not it has been deleted.
        var horizon = ArchiveAccess.Horizon(room, moment.Now);
        if (horizon is { } old && wanted.Named.Any(id => id <= old))
            return StanzaError.ItemNotFound();
        var user = request.By.FullJid.Bare;
        var question = new ArchiveQuestion(request.Stanza!, wanted)
        {
            Room = room.Jid,
            After = Later(wanted.After, horizon),
            ShowsJids = ArchiveAccess.ShowsJids(room, user),
        };
        return Ask(request.By, With(question, room, user));
    }

    /// <summary>§4.1.5.</summary>
    public static Decision Decide(Room room, ReadArchiveForm request) =>
        ArchiveAccess.Refusal(room, request) is { } refusal ? refusal : new Decision().Answer(ArchiveForm.Query(ArchiveAccess.Fields(room)));

    /// <summary>§4.4.</summary>
    public static Decision Decide(Room room, ReadArchiveEnds request, Moment moment) =>
        ArchiveAccess.Refusal(room, request) is { } refusal
            ? refusal
            : new Decision().Say(turn => turn.Announce(new EndsOfArchive(request.By, request.Stanza!) { After = ArchiveAccess.Horizon(room, moment.Now) }));

    /// <summary>
    /// §4.1.1: a message matches by its author's occupant JID, and by the real one where the asker may know that; their own everybody knows. Who may not know it finds nothing, which tells
    /// nothing.
    /// </summary>
    private static ArchiveQuestion With(ArchiveQuestion question, Room room, Jid user) => question.Request.With switch
    {
        null => question,
        { Resourcepart: null } with when with == room.Jid => question,
        { Resourcepart: { } resource } with when with.Bare == room.Jid => question with { Nick = Nick.TryParse(resource, out var nick) ? nick.Value : resource },
        var with when question.ShowsJids || with.Bare == user => question with { Sender = with },
        _ => question with { FindsNothing = true },
    };

    private static Decision Ask(Visit by, ArchiveQuestion question) => new Decision().Say(turn => turn.Announce(new FromArchive(by, question)));

    private static StanzaId? Later(StanzaId? one, StanzaId? other) => one is null || other > one ? other : one;
}
