using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Hats;

/// <summary>XEP-0317 §2, §3.2 to §3.4: which hats there are.</summary>
public sealed class DefiningHatsTests
{
    private readonly Stage stage = Stage.Open();

    public DefiningHatsTests() => stage.With(stage.Juliet);

    [Fact]
    public void Form_asks_for_title_uri_and_hue()
    {
        var command = stage.Commands(stage.Romeo, "action='execute' node='urn:xmpp:hats:commands:create'").Child("command", Ns.Commands)!;

        Xml.AssertSame(
            $"""
            <command xmlns='{Ns.Commands}' node='urn:xmpp:hats:commands:create' sessionid='{command["sessionid"]}' status='executing'>
              <actions execute='complete'><complete/></actions>
              <x xmlns='{Ns.DataForms}' type='form'>
                <title>Creating a Hat</title>
                <instructions>Fill out this form to create a hat, or to change the one that has this URI.</instructions>
                <field type='hidden' var='FORM_TYPE'><value>urn:xmpp:hats:commands</value></field>
                <field var='hats#title' type='text-single' label='Hat Title'><required/></field>
                <field var='hats#uri' type='text-single' label='Hat URI'><required/></field>
                <field var='hats#hue' type='text-single' label='Hat Hue'/>
              </x>
            </command>
            """,
            command);
        Assert.Empty(stage.Juliet.Received);
    }

    [Fact]
    public void Created_hat_is_listed_and_everybody_is_told_that_the_list_changed()
    {
        var answer = stage.Defines(stage.Romeo, HatActs.Host, "Host", "327.255249");

        Assert.Equal("completed", answer.Status());
        Xml.AssertSame(
            $"<message type='groupchat' from='{Stage.RoomJid}'><x xmlns='{Ns.MucUser}'><status code='104'/></x></message>",
            Assert.Single(stage.Juliet.Received));
        Assert.Equal([["Host", HatActs.Host, "327.255249"]], stage.Runs(stage.Juliet, "list").Rows());
    }

    [Fact]
    public void List_is_a_table_of_title_uri_and_hue()
    {
        stage.Defines(stage.Romeo, HatActs.Presenter, "Presenter", "171.430664");
        stage.Defines(stage.Romeo, HatActs.Host, "Host");

        var command = stage.Commands(stage.Juliet, "action='execute' node='urn:xmpp:hats:commands:list'").Child("command", Ns.Commands)!;

        Assert.NotEqual("", command["sessionid"]);
        Xml.AssertSame(
            $"""
            <command xmlns='{Ns.Commands}' node='urn:xmpp:hats:commands:list' sessionid='{command["sessionid"]}' status='completed'>
              <x xmlns='{Ns.DataForms}' type='result'>
                <title>Hats List</title>
                <reported><field var='hats#title'/><field var='hats#uri'/><field var='hats#hue'/></reported>
                <item>
                  <field var='hats#title'><value>Presenter</value></field>
                  <field var='hats#uri'><value>{HatActs.Presenter}</value></field>
                  <field var='hats#hue'><value>171.430664</value></field>
                </item>
                <item>
                  <field var='hats#title'><value>Host</value></field>
                  <field var='hats#uri'><value>{HatActs.Host}</value></field>
                  <field var='hats#hue'/>
                </item>
              </x>
            </command>
            """,
            command);
    }

    [Fact]
    public void Update_is_seen_on_everybody_who_wears_the_hat()
    {
        stage.Defines(stage.Romeo, HatActs.Host, "Host");
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.ForgetAll();

        stage.Defines(stage.Romeo, HatActs.Host, "Hostess", "12");

        Assert.Equal(["iq", "message", "presence"], stage.Romeo.Received.Select(stanza => stanza.Name));
        var hat = stage.Romeo.Received[^1].Child("hats", Ns.Hats)!.Child("hat")!;
        Assert.Equal(("Hostess", HatActs.Host, "12"), (hat["title"], hat["uri"], hat["hue"]));
        Assert.Single(stage.Runs(stage.Romeo, "list").Rows());
    }

    [Fact]
    public void Update_that_changes_nothing_is_told_nobody()
    {
        stage.Defines(stage.Romeo, HatActs.Host, "Host");
        stage.ForgetAll();

        Assert.Equal("completed", stage.Defines(stage.Romeo, HatActs.Host, "Host").Status());

        Assert.Empty(stage.Juliet.Received);
    }

    [Fact]
    public void Title_keeps_the_language_it_was_given_in()
    {
        stage.Send(
            stage.Romeo,
            $"<iq type='set' id='l1' xml:lang='it'>{Filled("<field var='hats#title'><value>Ospite</value></field><field var='hats#uri'><value>urn:ospite</value></field>")}</iq>");
        stage.Assigns(stage.Romeo, "urn:ospite", stage.Juliet.BareJid);

        Assert.Equal("it", stage.Juliet.Received[^1].Child("hats", Ns.Hats)!.Child("hat")!["xml:lang"]);
    }

    [Theory]
    [InlineData("", "Host", "")]
    [InlineData("host", "Host", "")]
    [InlineData("urn:", "Host", "")]
    [InlineData(":host", "Host", "")]
    [InlineData("1urn:host", "Host", "")]
    [InlineData("urn:ho st", "Host", "")]
    [InlineData("urn:hôte", "Host", "")]
    [InlineData("urn:host", "", "")]
    [InlineData("urn:host", "   ", "")]
    [InlineData("urn:host", "Ho\nst", "")]
    [InlineData("urn:host", "Host", "red")]
    [InlineData("urn:host", "Host", "-1")]
    [InlineData("urn:host", "Host", "360.1")]
    public void Bad_form_is_a_bad_request(string uri, string title, string hue)
    {
        var answer = stage.Defines(stage.Romeo, uri, title, hue);

        Assert.Equal(("bad-request", "modify", "bad-payload"), (answer.Condition(), answer.ErrorType(), answer.CommandCondition()));
        Assert.Empty(stage.Juliet.Received);
        Assert.Empty(stage.Room.Hats.Hats);
    }

    [Theory]
    [InlineData(249, 100, "completed")]
    [InlineData(250, 100, null)]
    [InlineData(249, 101, null)]
    public void Uri_has_255_characters_at_most_and_a_title_100(int uri, int title, string? status) =>
        Assert.Equal(status, stage.Defines(stage.Romeo, "urn:x:" + new string('a', uri), new string('t', title)).Status());

    [Theory]
    [InlineData("<field var='hats#uri'><value>urn:host</value></field>")]
    [InlineData("<field var='hats#title'><value>Host</value></field>")]
    [InlineData("<field var='hats#title'><value>A</value><value>B</value></field><field var='hats#uri'><value>urn:host</value></field>")]
    [InlineData("<field var='FORM_TYPE'><value>elsewhere</value></field><field var='hats#title'><value>A</value></field><field var='hats#uri'><value>urn:host</value></field>")]
    public void Form_that_lacks_something_or_says_too_much_is_a_bad_request(string fields)
    {
        Assert.Equal("bad-payload", stage.Asks(stage.Romeo, "set", Filled(fields)).CommandCondition());
        Assert.Empty(stage.Room.Hats.Hats);
    }

    [Fact]
    public void Room_has_fifty_hats_at_most_and_those_it_has_can_still_be_changed()
    {
        for (var i = 1; i <= stage.Rules.MaxHats; i++)
            Assert.Equal("completed", stage.Defines(stage.Romeo, $"urn:hat:{i}", $"Hat {i}").Status());

        Assert.Equal(50, stage.Room.Hats.Hats.Count);
        Assert.Equal("resource-constraint", stage.Defines(stage.Romeo, "urn:hat:51", "One too many").Condition());
        Assert.Equal("completed", stage.Defines(stage.Romeo, "urn:hat:50", "The last").Status());
    }

    [Fact]
    public void Destroyed_hat_is_off_the_list_and_off_every_head()
    {
        stage.Defines(stage.Romeo, HatActs.Host, "Host");
        stage.Defines(stage.Romeo, HatActs.Presenter, "Presenter");
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.Assigns(stage.Romeo, HatActs.Presenter, stage.Juliet.BareJid);
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Rosaline.BareJid);
        stage.ForgetAll();

        Assert.Equal("completed", stage.Runs(stage.Romeo, "destroy", ("hats#uri", HatActs.Host)).Status());

        Assert.Equal(["message", "presence"], stage.Juliet.Received.Select(stanza => stanza.Name));
        Assert.Equal(["104"], stage.Juliet.Received[0].Codes());
        Assert.Equal(["Presenter"], stage.Juliet.Received[1].Hats());
        Assert.Equal([["Presenter", HatActs.Presenter, ""]], stage.Runs(stage.Romeo, "list").Rows());
        Assert.Equal([[stage.Juliet.BareJid, HatActs.Presenter, "Presenter", ""]], stage.Runs(stage.Romeo, "list-assigned").Rows());
    }

    [Fact]
    public void Next_hat_of_the_same_uri_is_on_nobodys_head()
    {
        stage.Defines(stage.Romeo, HatActs.Host, "Host");
        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        stage.Runs(stage.Romeo, "destroy", ("hats#uri", HatActs.Host));
        stage.ForgetAll();

        stage.Defines(stage.Romeo, HatActs.Host, "Host");

        Assert.Empty(stage.Runs(stage.Romeo, "list-assigned").Rows());
        Assert.DoesNotContain(stage.Juliet.Received, stanza => stanza.Name == "presence");
    }

    [Fact]
    public void Hat_that_is_not_there_can_not_be_destroyed()
    {
        Assert.Equal("item-not-found", stage.Runs(stage.Romeo, "destroy", ("hats#uri", HatActs.Host)).Condition());
        Assert.Equal("bad-payload", stage.Runs(stage.Romeo, "destroy").CommandCondition());
    }

    [Fact]
    public void Room_advertises_hats_and_a_hash_that_moves_with_the_list()
    {
        Assert.Contains(Ns.Hats, stage.Features(stage.Mercutio));
        Assert.Null(Hash(stage.Mercutio));
        stage.Defines(stage.Romeo, HatActs.Host, "Host");
        var first = Hash(stage.Mercutio);
        Assert.NotNull(first);

        stage.Assigns(stage.Romeo, HatActs.Host, stage.Juliet.BareJid);
        Assert.Equal(first, Hash(stage.Mercutio));
        stage.Defines(stage.Romeo, HatActs.Host, "Hostess");
        Assert.NotEqual(first, Hash(stage.Mercutio));
        stage.Defines(stage.Romeo, HatActs.Host, "Host");
        Assert.Equal(first, Hash(stage.Mercutio));
    }

    private static string Filled(string fields) =>
        $"<command xmlns='{Ns.Commands}' node='{Ns.HatCommands}:create'><x xmlns='{Ns.DataForms}' type='submit'>{fields}</x></command>";

    private string? Hash(Person who) => DataForm.From(stage.Info(who).Child("x", Ns.DataForms))!["hats#hash"]?.Value;
}
