using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Kit;

/// <summary>What people do, in the words of the tests.</summary>
internal static class Acts
{
    private static int ids;

    /// <summary>Sends a join; the nickname is the person's name unless another is given. <paramref name="inside"/> goes into the <c>x</c>.</summary>
    public static Outcome Enters(this Stage stage, Person who, string? nick = null, string inside = "", string beside = "") => stage.Send(
        who,
        $"<presence to='{Stage.RoomJid}/{nick ?? who.Name}'><x xmlns='{Ns.Muc}'>{inside}</x>{beside}</presence>");

    public static Outcome Leaves(this Stage stage, Person who, string inside = "") =>
        stage.Send(who, $"<presence to='{Stage.RoomJid}' type='unavailable'>{inside}</presence>");

    public static Outcome Says(this Stage stage, Person who, string body) =>
        stage.Send(who, $"<message type='groupchat' id='m{++ids}'><body>{body}</body></message>");

    public static Outcome Whispers(this Stage stage, Person who, string nick, string body) =>
        stage.Send(who, $"<message type='chat' id='m{++ids}' to='{Stage.RoomJid}/{nick}'><body>{body}</body></message>");

    public static Outcome SetsSubject(this Stage stage, Person who, string subject) =>
        stage.Send(who, $"<message type='groupchat' id='m{++ids}'><subject>{subject}</subject></message>");

    public static Outcome ShowsPresence(this Stage stage, Person who, string nick, string inside = "") =>
        stage.Send(who, $"<presence to='{Stage.RoomJid}/{nick}'>{inside}</presence>");

    /// <summary>Sends an iq and returns its answer, the only one there may be.</summary>
    public static Element Asks(this Stage stage, Person who, string type, string query, string? to = null)
    {
        var id = $"q{++ids}";
        stage.Send(who, $"<iq id='{id}' type='{type}' to='{to ?? Stage.RoomJid}'>{query}</iq>");
        return Assert.Single(who.Received, stanza => stanza.Name == "iq" && stanza["id"] == id);
    }

    /// <summary>Asks an occupant through the room; whoever is asked answers at once, as clients do that name themselves by the address they were asked at. Returns what the asker gets.</summary>
    public static Element AsksOccupant(this Stage stage, Person who, string nick, string query)
    {
        var id = $"q{++ids}";
        var before = stage.Cast.ToDictionary(person => person, person => person.Received.Count);
        stage.Send(who, $"<iq id='{id}' type='get' to='{Stage.RoomJid}/{nick}'>{query}</iq>");
        foreach (var (person, known) in before)
            if (person.Received.Skip(known).FirstOrDefault(IsQuestion) is { } question)
                stage.Send(person, $"<iq id='{question["id"]}' type='result' to='{question["from"]}'><query xmlns='{Ns.DiscoItems}'><item jid='{person.FullJid}' name='{person.BareJid}'/></query></iq>");
        return Assert.Single(who.Received, stanza => stanza.Name == "iq" && stanza["id"] == id);
    }

    private static bool IsQuestion(Element stanza) => stanza.Name == "iq" && stanza["type"] == "get" && stanza["from"]!.StartsWith(Stage.RoomJid, StringComparison.Ordinal);

    public static Element Configures(this Stage stage, Person who, params (string Var, string Value)[] fields)
    {
        var form = new DataForm("submit", Ns.MucRoomConfig);
        foreach (var field in fields.GroupBy(field => field.Var))
            form.Fields.Add(new FormField(field.Key, null, field.Select(value => value.Value)));
        return stage.Asks(who, "set", $"<query xmlns='{Ns.MucOwner}'>{form.ToElement()}</query>");
    }

    /// <summary>An admin query with those items.</summary>
    public static Element Administers(this Stage stage, Person who, string items) =>
        stage.Asks(who, "set", $"<query xmlns='{Ns.MucAdmin}'>{items}</query>");

    public static Element Grants(this Stage stage, Person who, string affiliation, Person to, string more = "") =>
        stage.Administers(who, $"<item affiliation='{affiliation}' jid='{to.BareJid}' {more}/>");

    public static Element Appoints(this Stage stage, Person who, string role, string nick, string reason = "") =>
        stage.Administers(who, $"<item role='{role}' nick='{nick}'>{reason}</item>");

    public static Element Registers(this Stage stage, Person who, string nick)
    {
        var form = new DataForm("submit", Ns.MucRegister);
        form.Fields.Add(new FormField("muc#register_roomnick", null, nick));
        return stage.Asks(who, "set", $"<query xmlns='{Ns.Register}'>{form.ToElement()}</query>");
    }

    public static Element Unregisters(this Stage stage, Person who) => stage.Asks(who, "set", $"<query xmlns='{Ns.Register}'><remove/></query>");

    public static Element Reads(this Stage stage, Person who, string item) => stage.Asks(who, "get", $"<query xmlns='{Ns.MucAdmin}'><item {item}/></query>");

    /// <summary>Everybody named enters in turn, and everybody's inbox is emptied.</summary>
    public static Stage With(this Stage stage, params Person[] people)
    {
        foreach (var person in people)
            stage.Enters(person);
        stage.ForgetAll();
        return stage;
    }

    public static RosterEntry Find(this Stage stage, string nick) => stage.Roster.Single(entry => entry.Nick.Value == nick);
}
