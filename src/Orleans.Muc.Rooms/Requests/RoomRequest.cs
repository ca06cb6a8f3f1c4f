using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Something a session wants of a room, or the walls have to tell it.</summary>
/// <param name="By">Whose request it is.</param>
public abstract record RoomRequest(Visit By)
{
    /// <summary>The stanza that says it; null when the walls do. Answers take their addresses and id from it.</summary>
    public Stanza? Stanza { get; init; }

    /// <summary>The id of that stanza.</summary>
    public string? StanzaId => Stanza?.Id;

    /// <summary>The number of the stanza within its session, from 1. A repeated message is not passed on again; 0 says unknown.</summary>
    public long Counter { get; init; }
}

/// <summary>Nothing is to be done, and nobody is to be answered.</summary>
public sealed record Ignored(Visit By) : RoomRequest(By);

/// <summary>A stanza no use case can make sense of, and what it is answered with.</summary>
public sealed record Malformed(Visit By, StanzaError Error) : RoomRequest(By);

/// <summary>XEP-0045 §7.2: to become an occupant, or to be sent everything again. Without limits of history it leaves that to the room.</summary>
public sealed record Enter(Visit By, Nick Nick, string? Password, HistoryLimits? History) : RoomRequest(By)
{
    /// <summary>Null when the affiliations are not asked for.</summary>
    public FollowAffiliations? Follow { get; init; }

    /// <summary>Without the password, in case it gets into a log.</summary>
    public override string ToString() => $"{nameof(Enter)} as {Nick} by {By}";
}

/// <summary>XEP-0463 §5.1: to be told the affiliations, and their changes from then on.</summary>
/// <param name="Since">The version that the client knows; null when it knows none.</param>
public sealed record FollowAffiliations(string? Since);

/// <summary>XEP-0045 §7.14: to leave.</summary>
public sealed record Exit(Visit By) : RoomRequest(By);

/// <summary>XEP-0045 §7.7, and §7.6 when the nickname is another than the occupant's; null means the occupant's own.</summary>
public sealed record ChangePresence(Visit By, Nick? Nick) : RoomRequest(By);

/// <summary>XEP-0045 §17.3: to be sent an occupant's presence again.</summary>
public sealed record Probe(Visit By, Nick Nick) : RoomRequest(By);

/// <summary>The walls: the link to the client broke, or its gateway is gone, so the visit ends without a word (XEP-0045 §11.1).</summary>
public sealed record VisitLost(Visit By) : RoomRequest(By);

/// <summary>The walls: the stream was ended, by the client or with an error by the service, which is leaving (XEP-0045 §7.14).</summary>
public sealed record SessionEnded(Visit By) : RoomRequest(By);

/// <summary>The walls: the service that the session hangs on is being shut down.</summary>
public sealed record ServiceStopping(Visit By) : RoomRequest(By);

/// <summary>The walls: the session hangs on another connection from now on.</summary>
public sealed record Rebind(Visit By) : RoomRequest(By);

/// <summary>The walls: a stored room woke, with the occupants its gateways still show.</summary>
public sealed record Woken(Visit By) : RoomRequest(By);

/// <summary>The walls: while questions wait, now and then.</summary>
public sealed record TimePassed(Visit By) : RoomRequest(By);

/// <summary>The walls: this account no longer exists.</summary>
public sealed record AccountRemoved(Visit By, Jid Account) : RoomRequest(By);

/// <summary>XEP-0045 §7.4: a message to everybody.</summary>
public sealed record Speak(Visit By) : RoomRequest(By);

/// <summary>XEP-0045 §8.1: a new subject, "" to clear it.</summary>
public sealed record ChangeSubject(Visit By, string Text) : RoomRequest(By);

/// <summary>XEP-0045 §7.5: a message to one occupant.</summary>
public sealed record SpeakPrivately(Visit By, Nick To) : RoomRequest(By);

/// <summary>XEP-0045 §7.13: a visitor would like to speak.</summary>
public sealed record RequestVoice(Visit By) : RoomRequest(By);

/// <summary>XEP-0045 §8.6: a moderator's answer to such a request.</summary>
/// <param name="By">The moderator.</param>
/// <param name="Nick">Who asked.</param>
/// <param name="Jid">Who that is, so that voice is not given to somebody else who has taken the nickname; null when the form left it out.</param>
/// <param name="Allow">Whether voice is given.</param>
public sealed record AnswerVoice(Visit By, Nick Nick, Jid? Jid, bool Allow) : RoomRequest(By);

/// <summary>XEP-0045 §7.8.2: to have the room invite people.</summary>
public sealed record Invite(Visit By, ImmutableArray<Invitation> Invitations) : RoomRequest(By);

/// <summary>One person to be invited.</summary>
public sealed record Invitation(Jid To, string? Reason, Element? Continue);

/// <summary>XEP-0045 §7.8.2: to decline an invitation, told to whoever invited.</summary>
public sealed record Decline(Visit By, Jid To, string? Reason) : RoomRequest(By);

/// <summary>XEP-0045 §10.2: to be sent the configuration form.</summary>
public sealed record ReadConfiguration(Visit By) : RoomRequest(By);

/// <summary>XEP-0045 §10.1 and §10.2: the submitted configuration form.</summary>
public sealed record Configure(Visit By, DataForm Form) : RoomRequest(By);

/// <summary>XEP-0045 §10.1.3 and §10.2: the form was cancelled.</summary>
public sealed record CancelConfiguration(Visit By) : RoomRequest(By);

/// <summary>XEP-0045 §10.9: to end the room.</summary>
public sealed record Destroy(Visit By, string? Reason, Jid? Alternate, string? Password) : RoomRequest(By)
{
    /// <summary>Without the password, in case it gets into a log.</summary>
    public override string ToString() => $"{nameof(Destroy)} by {By}";
}

/// <summary>XEP-0045 §9.2, §9.5, §10.5 and §10.8: to read a list by affiliation.</summary>
public sealed record ReadAffiliations(Visit By, Affiliation Affiliation) : RoomRequest(By);

/// <summary>XEP-0045 §8.5 and §9.8: to read a list by role.</summary>
public sealed record ReadRoles(Visit By, Role Role) : RoomRequest(By);

/// <summary>XEP-0045 §9 and §10: changes of affiliations, all or none.</summary>
public sealed record ChangeAffiliations(Visit By, ImmutableArray<AffiliationItem> Items) : RoomRequest(By);

/// <summary>One changed affiliation.</summary>
/// <param name="Jid">Whose; null when it is that of the occupant called <paramref name="Nick"/>.</param>
/// <param name="Affiliation">What it is to be.</param>
/// <param name="Nick">The nickname to reserve; null leaves the reservation alone.</param>
/// <param name="ClearsNick">Whether a reservation is to be given up (XEP-0045 §9.5).</param>
/// <param name="Reason">Why.</param>
public sealed record AffiliationItem(Jid? Jid, Affiliation Affiliation, Nick? Nick, bool ClearsNick, string? Reason);

/// <summary>XEP-0045 §8.2 to §8.5 and §9.6 to §9.8: changes of roles, all or none.</summary>
public sealed record ChangeRoles(Visit By, ImmutableArray<RoleItem> Items) : RoomRequest(By);

/// <summary>One changed role; <see cref="Role.None"/> is a kick.</summary>
public sealed record RoleItem(Nick Nick, Role Role, string? Reason);

/// <summary>XEP-0425: to take a message back that somebody else has said.</summary>
public sealed record Moderate(Visit By, StanzaId Message, string? Reason) : RoomRequest(By);

/// <summary>XEP-0045 §7.10: what it takes to register.</summary>
public sealed record ReadRegistration(Visit By) : RoomRequest(By);

/// <summary>XEP-0045 §7.10: to have a nickname reserved; null when the form was cancelled.</summary>
public sealed record Register(Visit By, Nick? Nick) : RoomRequest(By);

/// <summary>XEP-0045 §9.9: an admin's answer to somebody who wants to register.</summary>
public sealed record AnswerRegistration(Visit By, Jid User, Nick Nick, bool Allow) : RoomRequest(By);

/// <summary>XEP-0077 §3.2: to give up the registration.</summary>
public sealed record Unregister(Visit By) : RoomRequest(By);

/// <summary>XEP-0045 §6.4, §6.5 and §7.12: what the room is, or has.</summary>
public sealed record Discover(Visit By, bool Items, string? Node) : RoomRequest(By)
{
    /// <summary>Which of the items; null where no page was asked for.</summary>
    public PageRequest? Page { get; init; }
}

/// <summary>XEP-0050: to have an ad-hoc command run, or to go on with one.</summary>
/// <param name="By">Who asks.</param>
/// <param name="Node">Which command.</param>
/// <param name="Action">What to do about it.</param>
/// <param name="CommandSession">The session that it goes on with; null to begin one.</param>
public sealed record RunCommand(Visit By, string Node, CommandAction Action, string? CommandSession) : RoomRequest(By)
{
    /// <summary>The form as it was filled in; null without one.</summary>
    public DataForm? Form { get; init; }

    /// <summary>The language of what was filled in; null when nobody said.</summary>
    public string? Lang { get; init; }
}

/// <summary>What is to be done about a command (XEP-0050 §4.1).</summary>
public enum CommandAction
{
    /// <summary>To begin it, or to go on as the room likes best.</summary>
    Execute = 0,

    /// <summary>To complete it.</summary>
    Complete = 1,

    /// <summary>To give it up.</summary>
    Cancel = 2,

    /// <summary>To go back to the stage before.</summary>
    Previous = 3,

    /// <summary>To go on to the next stage.</summary>
    Next = 4,
}

/// <summary>XEP-0486 §3.2: to give the room a vCard, or an empty one to take it away.</summary>
public sealed record PublishCard(Visit By) : RoomRequest(By);

/// <summary>XEP-0486 §3.4: to be sent the room's vCard.</summary>
public sealed record ReadCard(Visit By) : RoomRequest(By);

/// <summary>XEP-0313 §4: to be sent a part of the room's archive.</summary>
public sealed record QueryArchive(Visit By, Element Query) : RoomRequest(By);

/// <summary>XEP-0313 §4.1.5: to be told which fields a query may have.</summary>
public sealed record ReadArchiveForm(Visit By) : RoomRequest(By);

/// <summary>XEP-0313 §4.4: to be told where the archive begins and ends.</summary>
public sealed record ReadArchiveEnds(Visit By) : RoomRequest(By);

/// <summary>XEP-0199 to the room, or XEP-0410 to an occupant.</summary>
public sealed record Ping(Visit By, Nick? Nick) : RoomRequest(By);

/// <summary>An occupant's client answers what another has asked it through the room.</summary>
public sealed record OccupantAnswer(Visit By) : RoomRequest(By);

/// <summary>Any other iq request to an occupant (XEP-0045 §6.6, §17.4).</summary>
public sealed record OccupantQuery(Visit By, Nick Nick, bool IsDiscovery) : RoomRequest(By);
