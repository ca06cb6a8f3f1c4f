using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// A multi-user chat room (XEP-0045): its state, and what it makes of requests. Free of I/O, of clocks and of threads; one request is one
/// synchronous turn. Not safe for concurrent use.
/// </summary>
public sealed class Room
{
    /// <summary>Changes of the affiliation list that are remembered. Who comes back after more of them is told the whole list (XEP-0463 §5.2.1).</summary>
    public const int MostPastAffiliations = 1_000;

    /// <summary>A room that does not exist yet: the first entry creates it.</summary>
    public Room(Jid jid, ServiceRules rules)
    {
        ArgumentNullException.ThrowIfNull(jid);
        ArgumentNullException.ThrowIfNull(rules);
        Jid = jid;
        Rules = rules;
        Configuration = rules.InitialConfiguration;
        History = new DiscussionHistory(jid, Math.Max(rules.MaxHistory, rules.MaxMissed), rules.MaxHistoryBytes);
    }

    /// <summary>The bare JID of the room.</summary>
    public Jid Jid { get; }

    public RoomStatus Status { get; private set; }

    public RoomConfiguration Configuration { get; private set; }

    /// <summary>What stands at the name of a room that is no more; null when nothing does.</summary>
    public Tombstone? Tombstone { get; private set; }

    /// <summary>Null when none was ever set.</summary>
    public Subject? Subject { get; private set; }

    /// <summary>The room's vCard; null without one.</summary>
    public RoomCard? Card { get; private set; }

    /// <summary>Empty while the room does not exist.</summary>
    public byte[] OccupantIdKey { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The hats there are and who wears them (XEP-0317).</summary>
    public HatList Hats { get; } = new();

    /// <summary>Everybody present, in no particular order. Made anew by each call.</summary>
    public IReadOnlyCollection<RosterEntry> Roster => [.. Occupants.Select(occupant => occupant.EntryIn(Configuration))];

    /// <summary>The rows of the affiliation list, in no particular order.</summary>
    public IEnumerable<Member> Members => Affiliations.Members;

    /// <summary>The version of the affiliation list: how often it has changed since the room was created.</summary>
    public long AffiliationVersion => AffiliationHistory.Version;

    /// <summary>Whether the room is there for anybody to use.</summary>
    public bool Exists => Status is RoomStatus.Locked or RoomStatus.Open;

    /// <summary>How many nicknames are present.</summary>
    public int OccupantCount => Occupants.Count;

    /// <summary>Whether an occupant owes another an answer: the room then wants to hear of <see cref="TimePassed"/>.</summary>
    public bool HasQuestions => !Questions.IsEmpty;

    internal ServiceRules Rules { get; }

    internal Occupants Occupants { get; } = [];

    internal AffiliationList Affiliations { get; } = new();

    internal AffiliationHistory AffiliationHistory { get; } = new();

    internal DiscussionHistory History { get; }

    internal Origins Origins { get; } = new();

    internal Attention Attention { get; } = new();

    internal Questions Questions { get; } = new();

    internal CommandSessions CommandSessions { get; } = new();

    internal RecentAskers Speakers { get; } = new();

    internal RecentAskers VoiceRequests { get; } = new();

    internal RecentAskers RegistrationRequests { get; } = new();

    /// <summary>Occupants of a restored room who are shown otherwise than the stored rows and configuration have them.</summary>
    internal HashSet<Nick> Outdated { get; } = [];

    /// <summary>The name of a room that is no more.</summary>
    public static Room Ended(Jid jid, ServiceRules rules, Tombstone? tombstone) => new(jid, rules) { Tombstone = tombstone };

    /// <summary>A room as it was stored, with the occupants its gateways still show.</summary>
    public static Room Restore(Jid jid, ServiceRules rules, RoomStored stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var room = new Room(jid, rules)
        {
            Status = stored.Locked ? RoomStatus.Locked : RoomStatus.Open,
            Configuration = stored.Configuration,
            OccupantIdKey = stored.OccupantIdKey,
            CreatedAt = stored.CreatedAt,
            Card = stored.Card,
        };
        foreach (var member in stored.Members)
            room.Affiliations.Put(member);
        foreach (var hat in stored.Hats)
            room.Hats.Put(hat);
        foreach (var wearer in stored.HatWearers)
            room.Hats.Put(wearer);
        room.AffiliationHistory.Restore(stored.PastAffiliations);
        if (stored.Subject is { } subject)
            room.Take(subject);
        foreach (var message in stored.History)
        {
            room.Log(message);
            // The log is written first; where the host died before the rest was, it knows better.
            // Read back, a payload may be written in some more bytes; far more has one only that was taken when there was no bound.
            if (SubjectChanging.In(message) is { } logged && logged.Xml.Length <= 2 * rules.MaxSubjectBytes && (room.Subject is null || logged.Id > room.Subject.Id))
                room.Take(logged);
        }

        foreach (var entry in stored.Occupants)
        {
            if (Waking.PutRight(room, entry, out var occupant))
                room.Outdated.Add(occupant.Nick);
            room.Occupants.Put(occupant);
        }

        return room;
    }

    /// <summary>
    /// Decides a request, applies what happens, and says what is to be announced, in one turn. Bad input is answered, never thrown. A message
    /// whose origin is among the last 1,000 logged ones, or the last 1,000 others, gives <see cref="Outcome.Nothing"/>.
    /// </summary>
    public Outcome Handle(RoomRequest request, Moment moment)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(moment);
        var turn = new Turn(this, request, moment);
        var decision = UseCases.Decide(this, request, moment);
        turn.Take(decision);
        if (decision.PassesOn)
            Origins.Add(request.By.Session, request.Counter);
        Relaying.Settle(turn);
        if (request.Stanza is not null && Occupants.OfSession(request.By.Session) is not null)
            Attention.Hear(request.By.Session, request.Counter, Origins.LastId);
        return turn.Outcome;
    }

    /// <summary>Takes over an event that has happened. The only way that what is stored or shown changes.</summary>
    public void Apply(RoomEvent happening)
    {
        switch (happening)
        {
            case RoomCreated created:
                Create(created);
                break;
            case RoomUnlocked:
                Status = RoomStatus.Open;
                break;
            case ConfigurationChanged changed:
                Configure(changed.Configuration);
                break;
            case SubjectChanged changed:
                Take(changed.Subject);
                break;
            case CardChanged changed:
                Card = changed.Card;
                break;
            case MemberChanged changed:
                Put(changed.Member);
                break;
            case MemberLeftOff left when Affiliations.Find(left.Jid) is { } member:
                Affiliations.Put(member with { LastShown = left.LastShown });
                break;
            case HatEvent about:
                Wearing.Apply(this, about);
                break;
            case MessageSpoken spoken:
                Log(spoken.Message);
                break;
            case RoomDestroyed destroyed:
                Destroy();
                Tombstone = destroyed.Tombstone;
                break;
            case OccupantEvent about:
                Apply(about, Occupants.Find(about.Nick));
                break;
        }
    }

    /// <summary>The changes that have made later versions of the affiliation list, the oldest first; of those that are remembered.</summary>
    public IEnumerable<PastAffiliation> PastAffiliationsAfter(long version) => AffiliationHistory.After(version);

    /// <summary>The last id that is too old to be shown to anybody; null when none is. What is up to it may be deleted.</summary>
    public StanzaId? ArchiveHorizon(DateTimeOffset now) => ArchiveAccess.Horizon(this, now);

    /// <summary>The affiliation of a user, a service admin's included (XEP-0045 §5.2).</summary>
    public Affiliation AffiliationOf(Jid bareJid)
    {
        ArgumentNullException.ThrowIfNull(bareJid);
        return InForce(bareJid, Affiliations.Of(bareJid));
    }

    /// <summary>Somebody's row of the affiliation list; null without one.</summary>
    public Member? MemberOf(Jid bareJid)
    {
        ArgumentNullException.ThrowIfNull(bareJid);
        return Affiliations.Find(bareJid);
    }

    /// <summary>What an affiliation of the list amounts to: service admins are owners whatever it says.</summary>
    internal Affiliation InForce(Jid bareJid, Affiliation listed) => Rules.Admins.Contains(bareJid) ? Affiliation.Owner : listed;

    private void Apply(OccupantEvent happening, Occupant? occupant)
    {
        switch (happening)
        {
            case OccupantEntered entered:
                Occupants.Put(Newcomer(entered));
                break;
            case OccupantExited:
                Occupants.Remove(happening.Nick);
                break;
            case NickChanged changed when occupant is not null:
                Occupants.Remove(changed.Nick);
                Occupants.Put(occupant.WithNick(changed.NewNick, Jid).Saying(changed.Session, changed.Presence));
                break;
            case VisitEntered entered when occupant is not null:
                Occupants.Put(occupant.With(entered.Visit, entered.Presence));
                break;
            case VisitExited exited when occupant is not null:
                Occupants.Put(occupant.Without(exited.Session));
                break;
            case VisitRebound rebound when occupant is not null:
                Occupants.Put(occupant.Rebound(rebound.Visit));
                break;
            case PresenceChanged changed when occupant is not null:
                Occupants.Put(occupant.Saying(changed.Session, changed.Presence));
                break;
            case RoleChanged changed when occupant is not null:
                Occupants.Put(occupant.WithStanding(occupant.Affiliation, changed.Role));
                break;
        }
    }

    private void Create(RoomCreated created)
    {
        Destroy();
        Status = RoomStatus.Locked;
        Configuration = created.Configuration;
        OccupantIdKey = created.OccupantIdKey;
        CreatedAt = created.At;
        Affiliations.Put(new Member(created.Owner, Affiliation.Owner, null, null));
    }

    private void Destroy()
    {
        Status = RoomStatus.Destroyed;
        Tombstone = null;
        Subject = null;
        Card = null;
        Occupants.Clear();
        Affiliations.Clear();
        Hats.Clear();
        AffiliationHistory.Clear();
        History.Clear();
        CommandSessions.Clear();
        Speakers.Clear();
        VoiceRequests.Clear();
        RegistrationRequests.Clear();
        Configuration = Rules.InitialConfiguration;
    }

    private void Configure(RoomConfiguration configuration)
    {
        Configuration = configuration;
        Occupants.ForgetEntries();
        if (configuration.SlowModeDuration == 0)
            Speakers.Clear();
    }

    /// <summary>The affiliation of those present follows the list; a domain's row reaches everybody of it who has none of their own.</summary>
    private void Put(Member member)
    {
        var before = Affiliations.Find(member.Jid)?.Affiliation ?? Affiliation.None;
        Affiliations.Put(member);
        if (before != member.Affiliation)
            AffiliationHistory.Add(member.Jid, before);
        IEnumerable<Occupant> concerned = member.Jid.Localpart is null ? Occupants : Occupants.Of(member.Jid);
        foreach (var occupant in concerned.ToArray())
            if (AffiliationOf(occupant.BareJid) is var affiliation && affiliation != occupant.Affiliation)
                Occupants.Put(occupant.WithStanding(affiliation, occupant.Role));
    }

    private void Log(PastMessage message)
    {
        Origins.Add(message.Session, message.Counter, message.Id);
        // The subject has a place of its own behind the history (XEP-0045 §7.2.15).
        if (message.Served && SubjectChanging.In(message) is null)
            History.Add(message);
        if (Retraction.In(message) is { } retraction)
            History.Retract(retraction, message);
    }

    private void Take(Subject subject)
    {
        Origins.Add(subject.Session, subject.Counter, subject.Id);
        Subject = subject;
    }

    private Occupant Newcomer(OccupantEntered entered) => new()
    {
        Nick = entered.Nick,
        OccupantJid = Jid.WithResource(entered.Nick),
        OccupantId = OccupantIds.Of(entered.Visit.FullJid.Bare, OccupantIdKey),
        BareJid = entered.Visit.FullJid.Bare,
        Affiliation = AffiliationOf(entered.Visit.FullJid.Bare),
        Role = entered.Role,
        Hats = Hats.Shown(entered.Visit.FullJid.Bare),
        Stays = [new Stay(entered.Visit, entered.Presence)],
    };
}
