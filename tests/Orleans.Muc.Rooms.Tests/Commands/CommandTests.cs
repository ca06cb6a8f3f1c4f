using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Commands;

/// <summary>XEP-0050: what commands there are, and how they are run.</summary>
public sealed class CommandTests
{
    private const string Create = "node='urn:xmpp:hats:commands:create'";
    private const string Destroy = "node='urn:xmpp:hats:commands:destroy'";

    private readonly Stage stage = Stage.Open();

    public CommandTests() => stage.With(stage.Juliet);

    [Fact]
    public void Room_offers_commands_and_each_user_those_that_are_for_them()
    {
        Assert.Contains(Ns.Commands, stage.Features(stage.Juliet));
        Assert.Equal(["list", "create", "destroy", "list-assigned", "assign", "unassign"], Offered(stage.Romeo));
        Assert.Equal(["list"], Offered(stage.Juliet));
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        Assert.Equal(["list", "create", "destroy", "assign", "unassign"], Offered(stage.Juliet));
        stage.Grants(stage.Romeo, "outcast", stage.Mercutio);
        Assert.Empty(Offered(stage.Mercutio));
    }

    [Fact]
    public void Command_node_says_what_it_is()
    {
        Xml.AssertSame(
            $"""
            <query xmlns='{Ns.DiscoInfo}' node='urn:xmpp:hats:commands:create'>
              <identity category='automation' name='Create a hat' type='command-node'/>
              <feature var='{Ns.Commands}'/>
              <feature var='{Ns.DataForms}'/>
            </query>
            """,
            stage.Info(stage.Romeo, "urn:xmpp:hats:commands:create"));
        var list = stage.Info(stage.Juliet, Ns.Commands).Child("identity")!;
        Assert.Equal(("automation", "command-list"), (list["category"], list["type"]));
    }

    [Fact]
    public void Command_that_is_not_for_the_user_is_forbidden_and_one_that_is_not_there_not_found()
    {
        Assert.Equal("forbidden", stage.InfoRefusal(stage.Juliet, "urn:xmpp:hats:commands:create"));
        Assert.Equal("item-not-found", stage.Commands(stage.Romeo, "node='urn:xmpp:hats:commands'").Condition());
        Assert.Equal("item-not-found", stage.InfoRefusal(stage.Romeo, "urn:xmpp:hats:commands"));
        Assert.Equal("bad-request", stage.Commands(stage.Romeo, "").Condition());
    }

    [Fact]
    public void Form_is_filled_in_under_the_session_it_was_given_with()
    {
        var session = Begin(stage.Romeo, Create);

        var answer = Submit(stage.Romeo, Create, session, "complete");

        Assert.Equal(("completed", session), (answer.Status(), answer.Child("command", Ns.Commands)!["sessionid"]));
        Assert.Single(stage.Room.Hats.Hats);
    }

    [Fact]
    public void Sessions_are_all_different()
    {
        Assert.NotEqual(Begin(stage.Romeo, Create), Begin(stage.Romeo, Create));
    }

    [Fact]
    public void Form_that_was_refused_may_be_corrected()
    {
        var session = Begin(stage.Romeo, Create);

        Assert.Equal("bad-payload", Submit(stage.Romeo, Create, session, "execute", "").CommandCondition());
        Assert.Equal("completed", Submit(stage.Romeo, Create, session, "execute").Status());
    }

    [Fact]
    public void Session_goes_on_when_the_room_comes_back_in_between()
    {
        var session = Begin(stage.Romeo, Create);
        stage.Restore();

        Assert.Equal("completed", Submit(stage.Romeo, Create, session).Status());
    }

    [Fact]
    public void Session_ends_once()
    {
        var session = Begin(stage.Romeo, Create);
        Submit(stage.Romeo, Create, session);

        var again = Submit(stage.Romeo, Create, session);

        Assert.Equal(("not-allowed", "cancel", "session-expired"), (again.Condition(), again.ErrorType(), again.CommandCondition()));
    }

    [Fact]
    public void Call_that_is_repeated_gets_its_answer()
    {
        var session = Begin(stage.Romeo, Create);
        var request = new RunCommand(stage.Romeo.Visit, "urn:xmpp:hats:commands:create", CommandAction.Execute, session)
        {
            Form = DataForm.From(Xml.Parse(Form())),
            Stanza = Xml.Stanza("<iq type='set' id='r1'/>", stage.Romeo),
            Counter = 1_000,
        };

        stage.Hand(request);
        stage.Hand(request);

        Assert.Equal(["completed", "completed"], stage.Romeo.Received.Where(stanza => stanza["id"] == "r1").Select(HatActs.Status));
    }

    [Fact]
    public void Cancelled_session_is_over()
    {
        var session = Begin(stage.Romeo, Create);

        var cancelled = stage.Commands(stage.Romeo, $"{Create} sessionid='{session}' action='cancel'");

        Xml.AssertSame(
            $"<command xmlns='{Ns.Commands}' {Create} sessionid='{session}' status='canceled'/>",
            cancelled.Child("command", Ns.Commands)!);
        Assert.Equal("session-expired", Submit(stage.Romeo, Create, session).CommandCondition());
        Assert.Empty(stage.Room.Hats.Hats);
    }

    [Fact]
    public void Form_lies_open_for_an_hour()
    {
        var (first, second) = (Begin(stage.Romeo, Create), Begin(stage.Romeo, Create));
        stage.Now += TimeSpan.FromHours(1);
        Assert.Equal("completed", Submit(stage.Romeo, Create, first).Status());
        stage.Now += TimeSpan.FromSeconds(1);

        Assert.Equal("session-expired", Submit(stage.Romeo, Create, second).CommandCondition());
    }

    [Fact]
    public void Session_of_somebody_else_of_another_command_or_of_nobody_is_a_bad_request()
    {
        stage.Grants(stage.Romeo, "admin", stage.Juliet);
        var session = Begin(stage.Romeo, Create);

        Assert.Equal("bad-sessionid", Submit(stage.Juliet, Create, session).CommandCondition());
        Assert.Equal("bad-sessionid", Submit(stage.Romeo, Destroy, session).CommandCondition());
        Assert.Equal("bad-sessionid", Submit(stage.Romeo, Create, "").CommandCondition());
        Assert.Equal("bad-sessionid", Submit(stage.Romeo, Create, "list:20020923T213616Z-700").CommandCondition());
        Assert.Equal("bad-sessionid", Submit(stage.Romeo, Create, new string('é', session.Length)).CommandCondition());
        Assert.Equal("bad-sessionid", Submit(stage.Romeo, Create, (session[0] == 'A' ? "B" : "A") + session[1..]).CommandCondition());
        Assert.Equal("bad-sessionid", stage.Commands(stage.Romeo, $"{Create} action='cancel'").CommandCondition());
        Assert.Equal("completed", Submit(stage.Romeo, Create, session).Status());
    }

    [Fact]
    public void Session_of_a_room_that_was_destroyed_is_none_of_the_next()
    {
        var session = Begin(stage.Romeo, Create);
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        stage.Enters(stage.Romeo);

        Assert.Equal("bad-sessionid", Submit(stage.Romeo, Create, session).CommandCondition());
    }

    [Theory]
    [InlineData("prev", "bad-action")]
    [InlineData("next", "bad-action")]
    [InlineData("dance", "malformed-action")]
    [InlineData("", "malformed-action")]
    public void Action_that_is_not_offered_is_a_bad_request(string action, string condition)
    {
        var session = Begin(stage.Romeo, Create);

        var answer = Submit(stage.Romeo, Create, session, action);

        Assert.Equal(("bad-request", "modify", condition), (answer.Condition(), answer.ErrorType(), answer.CommandCondition()));
    }

    [Fact]
    public void Session_without_a_form_and_completing_nothing_are_bad_requests()
    {
        Assert.Equal("bad-payload", stage.Commands(stage.Romeo, $"{Create} sessionid='{Begin(stage.Romeo, Create)}'").CommandCondition());
        Assert.Equal("bad-payload", stage.Commands(stage.Romeo, $"{Create} action='complete'").CommandCondition());
    }

    [Theory]
    [InlineData("form")]
    [InlineData("result")]
    [InlineData("nonsense")]
    public void Form_that_was_not_filled_in_is_a_bad_request(string type) =>
        Assert.Equal("bad-payload", stage.Commands(stage.Romeo, Create, Form(type: type)).CommandCondition());

    /// <summary>XEP-0050 §3.5.1.</summary>
    [Fact]
    public void Cancelled_form_counts_as_submitted() => Assert.Equal("completed", stage.Commands(stage.Romeo, Create, Form(type: "cancel")).Status());

    [Fact]
    public void Command_is_set_and_not_got() =>
        Assert.Equal("service-unavailable", stage.Asks(stage.Romeo, "get", $"<command xmlns='{Ns.Commands}' {Create}/>").Condition());

    private static string Form(string uri = HatActs.Host, string type = "submit") =>
        $"""
        <x xmlns='{Ns.DataForms}' type='{type}'>
          <field var='hats#title'><value>Host</value></field><field var='hats#uri'><value>{uri}</value></field>
        </x>
        """;

    private string Begin(Person who, string command)
    {
        var offered = stage.Commands(who, command);
        Assert.Equal("executing", offered.Status());
        return offered.Child("command", Ns.Commands)!["sessionid"]!;
    }

    private Element Submit(Person who, string command, string session, string action = "execute", string uri = HatActs.Host) =>
        stage.Commands(who, $"{command} sessionid='{session}' action='{action}'", Form(uri));

    private IEnumerable<string> Offered(Person who)
    {
        var query = Assert.Single(stage.Asks(who, "get", $"<query xmlns='{Ns.DiscoItems}' node='{Ns.Commands}'/>").Children);
        Assert.Equal(Ns.Commands, query["node"]);
        return query.ChildrenNamed("item").Select(item =>
        {
            Assert.Equal(Stage.RoomJid, item["jid"]);
            return item["node"]![(Ns.HatCommands.Length + 1)..];
        });
    }
}
