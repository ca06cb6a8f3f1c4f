using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Discovery;

/// <summary>XEP-0045 §6.4 to §6.6, XEP-0199 and XEP-0410.</summary>
public sealed class DiscoveryTests
{
    private readonly Stage stage = Stage.Open(
        ("muc#roomconfig_roomname", "A Dark Cave"),
        ("muc#roomconfig_roomdesc", "Witches"),
        ("muc#roomconfig_lang", "en"));

    [Fact]
    public void Room_tells_name_features_and_information()
    {
        stage.SetsSubject(stage.Romeo, "Spells");

        var query = Info(stage.Juliet);

        var identity = query.Child("identity")!;
        Assert.Equal(("conference", "text", "A Dark Cave"), (identity["category"], identity["type"], identity["name"]));
        var features = Features(query);
        Assert.Equal(features.Distinct(StringComparer.Ordinal), features);
        Assert.Superset(
            new HashSet<string>
            {
                Ns.Muc, Ns.MucStableId, Ns.MucSelfPing, Ns.OccupantId, Ns.Register,
                "muc_public", "muc_temporary", "muc_open", "muc_unmoderated", "muc_semianonymous", "muc_unsecured",
            },
            features.ToHashSet());
        var form = DataForm.From(query.Child("x", Ns.DataForms))!;
        Assert.Equal(("result", Ns.MucRoomInfo), (form.Type, form.FormType));
        Assert.Equal("Witches", form["muc#roominfo_description"]!.Value);
        Assert.Equal("Spells", form["muc#roominfo_subject"]!.Value);
        Assert.Equal("1", form["muc#roominfo_occupants"]!.Value);
        Assert.Equal("en", form["muc#roominfo_lang"]!.Value);
        Assert.Equal("20", form["muc#maxhistoryfetch"]!.Value);
        Assert.Equal("0", form["muc#roomconfig_changesubject"]!.Value);
    }

    [Fact]
    public void Kind_of_room_shows_in_its_features()
    {
        stage.Configures(
            stage.Romeo,
            ("muc#roomconfig_publicroom", "0"),
            ("muc#roomconfig_persistentroom", "1"),
            ("muc#roomconfig_membersonly", "1"),
            ("muc#roomconfig_moderatedroom", "1"),
            ("muc#roomconfig_whois", "anyone"),
            ("muc#roomconfig_roomsecret", "x"));

        Assert.Superset(
            new HashSet<string> { "muc_hidden", "muc_persistent", "muc_membersonly", "muc_moderated", "muc_nonanonymous", "muc_passwordprotected" },
            Features(Info(stage.Juliet)).ToHashSet());
        Assert.DoesNotContain("muc_public", Features(Info(stage.Juliet)));
    }

    /// <summary>XEP-0045 §6.4, §16.5.4.</summary>
    [Fact]
    public void Information_has_every_registered_field()
    {
        stage.Configures(
            stage.Romeo,
            ("muc#roominfo_contactjid", "romeo@verona.lit"),
            ("muc#roominfo_contactjid", "nurse@verona.lit"),
            ("muc#roominfo_ldapgroup", "cn=montague,dc=verona,dc=lit"),
            ("muc#roominfo_logs", "https://verona.lit/logs"));
        stage.SetsSubject(stage.Romeo, "Spells");

        var form = DataForm.From(Info(stage.Romeo).Child("x", Ns.DataForms))!;

        Assert.All(
            [
                "muc#maxhistoryfetch", "muc#roominfo_contactjid", "muc#roominfo_description", "muc#roominfo_lang", "muc#roominfo_ldapgroup", "muc#roominfo_logs",
                "muc#roominfo_occupants", "muc#roominfo_subject", "muc#roominfo_subjectmod",
            ],
            (string name) => Assert.NotNull(form[name]));
        Assert.Equal(["nurse@verona.lit", "romeo@verona.lit"], form["muc#roominfo_contactjid"]!.Values.Order(StringComparer.Ordinal));
        Assert.Equal("https://verona.lit/logs", form["muc#roominfo_logs"]!.Value);
    }

    /// <summary>XEP-0045 §14.4.</summary>
    [Fact]
    public void Closed_room_keeps_its_subject_to_itself()
    {
        stage.SetsSubject(stage.Romeo, "Spells");
        stage.Configures(stage.Romeo, ("muc#roomconfig_membersonly", "1"));

        Assert.DoesNotContain("Spells", Info(stage.Juliet).ToString(), StringComparison.Ordinal);
        Assert.Contains("Spells", Info(stage.Romeo).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Service_adds_features_of_its_own()
    {
        var archived = new Stage(rules => rules with { Features = [Ns.Mam], LockNewRooms = false });
        archived.Enters(archived.Romeo);

        Assert.Contains(Ns.Mam, Features(Assert.Single(archived.Asks(archived.Romeo, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Children)));
    }

    /// <summary>XEP-0045 §6.5, §14.4.</summary>
    [Fact]
    public void Who_is_inside_is_private()
    {
        Xml.AssertSame($"<query xmlns='{Ns.DiscoItems}'/>", Assert.Single(stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.DiscoItems}'/>").Children));
    }

    /// <summary>XEP-0045 §18.1.1: a room that keeps no namespace out has no list of those it lets in.</summary>
    [Fact]
    public void There_is_no_list_of_allowed_traffic_because_all_is_allowed()
    {
        Assert.Equal("service-unavailable", stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.DiscoInfo}' node='{Ns.MucTraffic}'/>").Condition());
    }

    [Fact]
    public void Unknown_node_and_unknown_room_are_not_found()
    {
        Assert.Equal("item-not-found", stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.DiscoInfo}' node='nowhere'/>").Condition());
        var empty = new Stage();
        Assert.Equal("item-not-found", empty.Asks(empty.Juliet, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Condition());
    }

    [Fact]
    public void Unknown_query_is_unavailable_and_a_senseless_one_a_bad_request()
    {
        Assert.Equal("service-unavailable", stage.Asks(stage.Juliet, "get", "<query xmlns='nothing'/>").Condition());
        Assert.Equal("service-unavailable", stage.Asks(stage.Juliet, "set", $"<ping xmlns='{Ns.Ping}'/>").Condition());
        Assert.Equal("bad-request", stage.Asks(stage.Juliet, "get", "").Condition());
        Assert.Equal("bad-request", stage.Asks(stage.Juliet, "get", $"<ping xmlns='{Ns.Ping}'/><ping xmlns='{Ns.Ping}'/>").Condition());
    }

    [Fact]
    public void Room_answers_pings()
    {
        Assert.Equal("result", Ping(stage.Juliet, null)["type"]);
    }

    /// <summary>XEP-0410 §3.2, §3.3.</summary>
    [Fact]
    public void Ping_to_oneself_says_whether_one_is_in_the_room()
    {
        var outside = Ping(stage.Juliet, "Juliet");
        Assert.Equal(("not-acceptable", "cancel"), (outside.Condition(), outside.ErrorType()));
        Assert.Equal(Stage.RoomJid, outside.Child("error")!["by"]);
        stage.Enters(stage.Juliet);

        Assert.Equal("result", Ping(stage.Juliet, "Juliet")["type"]);
        Assert.Equal("item-not-found", Ping(stage.Juliet, "Capulet").Condition());
        Assert.Equal($"{Stage.RoomJid}/Romeo", stage.AsksOccupant(stage.Juliet, "Romeo", $"<ping xmlns='{Ns.Ping}'/>")["from"]);
    }

    /// <summary>XEP-0410 §3.2, §3.3: item-not-found would say that one is inside, by another nickname.</summary>
    [Fact]
    public void Ping_to_oneself_in_a_room_that_is_not_there_says_that_one_is_outside()
    {
        var empty = new Stage();
        var outside = empty.Asks(empty.Juliet, "get", $"<ping xmlns='{Ns.Ping}'/>", $"{Stage.RoomJid}/Juliet");
        Assert.Equal(("not-acceptable", "cancel"), (outside.Condition(), outside.ErrorType()));

        stage.Configures(stage.Romeo, ("muc#roomconfig_persistentroom", "1"));
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        Assert.Equal("not-acceptable", Ping(stage.Romeo, "Romeo").Condition());
        Assert.Equal("gone", Ping(stage.Romeo, null).Condition());
    }

    [Fact]
    public void Ping_of_another_session_that_is_not_in_the_room_is_not_acceptable()
    {
        var phone = stage.Add(new Person("Romeo", "phone"));

        Assert.Equal("not-acceptable", Ping(phone, "Romeo").Condition());
    }

    /// <summary>XEP-0045 §6.6.</summary>
    [Fact]
    public void Discovery_of_an_occupant_from_outside_is_a_bad_request()
    {
        Assert.Equal("bad-request", stage.Asks(stage.Juliet, "get", $"<query xmlns='{Ns.DiscoInfo}'/>", $"{Stage.RoomJid}/Romeo").Condition());
    }

    private static List<string> Features(Element query) => [.. query.ChildrenNamed("feature").Select(feature => feature["var"]!)];

    private Element Info(Person who) => Assert.Single(stage.Asks(who, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Children);

    private Element Ping(Person who, string? nick) =>
        stage.Asks(who, "get", $"<ping xmlns='{Ns.Ping}'/>", nick is null ? null : $"{Stage.RoomJid}/{nick}");
}
