using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Kit;

/// <summary>
/// A room, the cast, and a gateway between them that knows no more than the room has announced. After each turn it checks that the gateway's
/// roster is the room's, and that the events make the same room over again.
/// </summary>
internal sealed class Stage
{
    public const string RoomJid = "balcony@conference.verona.lit";

    private readonly Dictionary<string, Person> cast = [];
    private readonly Dictionary<Nick, RosterEntry> roster = [];
    private readonly Dice dice = new();
    private Room replayed;
    private long counter;

    public Stage(Func<ServiceRules, ServiceRules>? change = null)
    {
        var rules = new ServiceRules(Jid.Parse("conference.verona.lit"), new HashSet<Jid> { Jid.Parse("prince@verona.lit") });
        Rules = change is null ? rules : change(rules);
        Room = new Room(Jid.Parse(RoomJid), Rules);
        replayed = new Room(Jid.Parse(RoomJid), Rules);
        Romeo = Add(new Person("Romeo"));
        Juliet = Add(new Person("Juliet"));
        Rosaline = Add(new Person("Rosaline"));
        Mercutio = Add(new Person("Mercutio"));
    }

    public ServiceRules Rules { get; }

    public Room Room { get; private set; }

    public Person Romeo { get; }

    public Person Juliet { get; }

    public Person Rosaline { get; }

    public Person Mercutio { get; }

    public IEnumerable<Person> Cast => cast.Values;

    public DateTimeOffset Now { get; set; } = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    public List<RoomEvent> Events { get; } = [];

    /// <summary>Sees every delivery: whose session, its roster entry at that moment if it is an occupant, and what was delivered.</summary>
    public Action<Person, RosterEntry?, EncodedStanza>? Watch { get; set; }

    /// <summary>What the last turn let out.</summary>
    public Outcome Last { get; private set; } = Outcome.Nothing;

    public List<ToUser> Letters { get; } = [];

    /// <summary>Every message that was logged, with tombstones in the places of those taken back.</summary>
    public List<PastMessage> Log { get; } = [];

    public IReadOnlyCollection<RosterEntry> Roster => roster.Values;

    public Person Add(Person person)
    {
        cast.Add(person.Visit.Session, person);
        return person;
    }

    /// <summary>Romeo's room, configured and open; everybody's inbox empty.</summary>
    public static Stage Open(params (string Var, string Value)[] fields) => Open(rules => rules, fields);

    public static Stage Open(Func<ServiceRules, ServiceRules> change, params (string Var, string Value)[] fields)
    {
        var stage = new Stage(change);
        stage.Enters(stage.Romeo);
        stage.Configures(stage.Romeo, fields);
        stage.ForgetAll();
        return stage;
    }

    /// <summary>Stanza as XML; the receiver of what is sent is the room unless <c>to</c> says otherwise.</summary>
    public Outcome Send(Person who, string xml)
    {
        return Hand(RoomIntake.Read(Xml.Stanza(xml, who), who.Visit, ++counter));
    }

    public Outcome Hand(RoomRequest request)
    {
        Last = Room.Handle(request, new Moment(Now, dice));
        foreach (var happening in Last.Events)
            replayed.Apply(happening);
        Events.AddRange(Last.Events);
        foreach (var message in Last.Events.Select(happening => (happening as MessageSpoken)?.Message ?? (happening as SubjectChanged)?.Message).OfType<PastMessage>())
            Write(message);
        foreach (var announcement in Last.Announcements)
            Deliver(announcement);
        Check();
        return Last;
    }

    public void ForgetAll()
    {
        foreach (var person in cast.Values)
            person.Forget();
        Letters.Clear();
    }

    /// <summary>The room's host dies: what was stored comes back, with the roster the gateway has.</summary>
    public void Restore()
    {
        var stored = new RoomStored(
            RoomConfiguration.FromFields(Room.Configuration.ToFields()),
            Room.Subject,
            Room.OccupantIdKey,
            Room.Status == RoomStatus.Locked,
            Room.CreatedAt,
            [.. Room.Members],
            [.. Log],
            [.. roster.Values])
        {
            Hats = [.. Room.Hats.Hats],
            HatWearers = [.. Room.Hats.Wearers],
            Card = RoomCard.Of(Room.Card?.Xml),
            PastAffiliations = [.. Room.PastAffiliationsAfter(0)],
        };
        Room = Room.Restore(Room.Jid, Rules, stored);
        replayed = Room.Restore(Room.Jid, Rules, stored);
    }

    /// <summary>The host dies before its gateways heard the last of it: they have an older roster.</summary>
    public void RestoreShowing(IEnumerable<RosterEntry> shown)
    {
        roster.Clear();
        foreach (var entry in shown)
            roster[entry.Nick] = entry;
        Restore();
    }

    /// <summary>All gateways died with the host: the room is what was stored.</summary>
    public void RestoreWithoutAnybody()
    {
        roster.Clear();
        Restore();
    }

    private void Deliver(Announcement announcement)
    {
        switch (announcement)
        {
            case RosterPut put:
                roster[put.Entry.Nick] = put.Entry;
                break;
            case RosterRemove remove:
                roster.Remove(remove.Nick);
                break;
            case ToSession answer:
                var own = roster.Values.FirstOrDefault(entry => entry.Visits.Any(visit => visit.Session == answer.To.Session));
                foreach (var stanza in answer.Stanzas)
                    Deliver(answer.To.Session, own, stanza);
                break;
            case FromArchive asked:
                Deliver(new ToSession(asked.To, [.. ArchiveActs.Answer(asked.Question, Log)]));
                break;
            case EndsOfArchive asked:
                Deliver(new ToSession(asked.To, [.. ArchiveActs.Answer(asked, Log)]));
                break;
            case ToUser letter:
                Letters.Add(letter);
                break;
            case ToOccupants all:
                foreach (var entry in roster.Values)
                    foreach (var visit in entry.Visits)
                        if (all.Variants.FirstOrDefault(variant => variant.To.Include(entry, visit.Session)) is { To: not null } found)
                            Deliver(visit.Session, entry, found.Stanza);
                break;
        }
    }

    private void Write(PastMessage message)
    {
        Log.Add(message);
        if (Tombstones.TakenBackBy(message) is { } id && Log.FindIndex(past => past.Id == id) is >= 0 and var at && Tombstones.Of(message, Log[at]) is { } tombstone)
            Log[at] = tombstone;
    }

    private void Deliver(string session, RosterEntry? entry, EncodedStanza stanza)
    {
        if (!cast.TryGetValue(session, out var person))
            return;
        Watch?.Invoke(person, entry, stanza);
        person.Receive(Xml.Of(stanza));
    }

    private void Check()
    {
        Assert.Equal(Describe(Room), Describe(replayed));
        Assert.Equal(
            Room.Roster.Select(Describe).Order(StringComparer.Ordinal),
            roster.Values.Select(Describe).Order(StringComparer.Ordinal));
    }

    private static string Describe(Room room)
    {
        var text = new StringBuilder();
        text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{room.Status} {room.Configuration} {room.Subject?.Id} {room.CreatedAt:O} {string.Join(' ', room.Card?.Hashes ?? [])} {room.AffiliationVersion}");
        foreach (var member in room.Members.OrderBy(member => member.Jid))
            text.AppendLine(member.ToString());
        foreach (var hat in room.Hats.Hats)
            text.AppendLine(hat.ToString());
        foreach (var wearer in room.Hats.Wearers.OrderBy(wearer => wearer.Jid))
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{wearer.Jid} {string.Join(' ', wearer.Hats)}");
        foreach (var entry in room.Roster.OrderBy(entry => entry.Nick.Value, StringComparer.Ordinal))
            text.AppendLine(Describe(entry));
        return text.ToString();
    }

    private static string Describe(RosterEntry entry)
    {
        var visits = string.Join(' ', entry.Visits);
        return $"{entry.Nick} {entry.OccupantId} {entry.BareJid} {entry.Affiliation} {entry.Role} {entry.SeesJids} {entry.Shown} {visits} "
            + Xml.Text(entry.PresenceFull) + Xml.Text(entry.PresenceAnonymous);
    }
}
