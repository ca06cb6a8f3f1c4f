using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Which use case decides which request.</summary>
internal static class UseCases
{
    public static Decision Decide(Room room, RoomRequest request, Moment moment)
    {
        // A call whose answer got lost is made again. What is passed on to others is remembered; what else is asked may be done twice, and its answer is waited for.
        if (room.Origins.Knows(request.By.Session, request.Counter))
            return Decision.Nothing;
        switch (request)
        {
            case Ignored or TimePassed:
                return Decision.Nothing;
            case Malformed malformed:
                return malformed.Error;
            case OccupantAnswer answer:
                return Relaying.Decide(room, answer);
            case Enter enter:
                return Entering.Decide(room, enter, moment);
        }

        return Existence.Refusal(room, request, moment) is { } refusal ? refusal : request switch
        {
            Exit exit => Exiting.Decide(room, exit),
            SessionEnded ended => Exiting.Decide(room, ended),
            VisitLost lost => Exiting.Decide(room, lost),
            ServiceStopping stopping => Exiting.Decide(room, stopping),
            Woken => Waking.Decide(room),
            AccountRemoved removed => AccountRemoval.Decide(room, removed),
            Rebind rebind => Rebinding.Decide(room, rebind),
            ChangePresence change => PresenceChanging.Decide(room, change),
            Probe probe => Probing.Decide(room, probe),
            Speak speak => Speaking.Decide(room, speak, moment),
            ChangeSubject change => SubjectChanging.Decide(room, change, moment),
            SpeakPrivately speak => PrivateSpeaking.Decide(room, speak),
            RequestVoice voice => AskingForVoice.Decide(room, voice, moment),
            AnswerVoice answer => AskingForVoice.Decide(room, answer),
            AnswerRegistration answer => ApprovingRegistration.Decide(room, answer),
            Invite invite => Inviting.Decide(room, invite),
            Decline decline => Declining.Decide(room, decline),
            _ => DecideQuery(room, request, moment),
        };
    }

    private static Decision DecideQuery(Room room, RoomRequest request, Moment moment) => request switch
    {
        ReadConfiguration read => Configuring.Decide(room, read),
        Configure configure => Configuring.Decide(room, configure),
        CancelConfiguration cancel => Configuring.Decide(room, cancel),
        Destroy destroy => Destroying.Decide(room, destroy, moment),
        ReadAffiliations read => ListReading.Decide(room, read),
        ReadRoles read => ListReading.Decide(room, read),
        ChangeAffiliations change => AffiliationChanging.Decide(room, change),
        ChangeRoles change => RoleChanging.Decide(room, change),
        Moderate moderate => Moderating.Decide(room, moderate, moment),
        ReadRegistration read => Registering.Decide(room, read),
        Register register => Registering.Decide(room, register, moment),
        Unregister unregister => Registering.Decide(room, unregister),
        RunCommand run => Commanding.Decide(room, run, moment),
        Discover discover => Discovering.Decide(room, discover),
        QueryArchive query => ReadingArchive.Decide(room, query, moment),
        ReadArchiveForm read => ReadingArchive.Decide(room, read),
        ReadArchiveEnds read => ReadingArchive.Decide(room, read, moment),
        PublishCard publish => PublishingCard.Decide(room, publish),
        ReadCard read => ReadingCard.Decide(room, read),
        Ping ping => Pinging.Decide(room, ping, moment),
        OccupantQuery query => Relaying.Decide(room, query, moment),
        _ => StanzaError.ServiceUnavailable(),
    };
}

/// <summary>What is refused because the room does not exist, or not yet (XEP-0045 §7.2.10, §17.2).</summary>
internal static class Existence
{
    public static Decision? Refusal(Room room, RoomRequest request, Moment moment)
    {
        // The walls' own requests and presence are harmless to a room that isn't there, and have answers of their own.
        if (request.Stanza is not { } asked || asked.Kind == StanzaKind.Presence)
            return null;

        // XEP-0410 §3.3: who pings themselves in a room learns that they are not in it; item-not-found would say that they are, under another name.
        if (request is Ping { Nick: not null } && !room.Exists)
            return Decision.Refuse(Refusals.NotAnOccupant with { By = room.Jid });

        // Decision: §17.2 has item-not-found for a message to a room that isn't there; where one was destroyed, gone says more.
        if (!room.Exists)
            return Decision.Refuse(room.Tombstone is { } left && moment.Now < left.Until ? left.Error : StanzaError.ItemNotFound());
        if (room.Status == RoomStatus.Open)
            return null;

        // §17.2: messages to a room not yet unlocked are returned; for anybody but its owner it does not exist at all.
        var isOwners = room.AffiliationOf(request.By.FullJid.Bare) == Affiliation.Owner;
        return asked.Kind == StanzaKind.Message || !isOwners ? Decision.Refuse(StanzaError.ItemNotFound()) : null;
    }
}
