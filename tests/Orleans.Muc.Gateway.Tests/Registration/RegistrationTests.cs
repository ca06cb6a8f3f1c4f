using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Gateway.Registration;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Registration;

/// <summary>In-band registration before login (XEP-0077 §3.1) and after it (§3.2, §3.3).</summary>
public class RegistrationTests
{
    [Fact]
    public async Task The_form_comes_as_plain_fields_and_as_data_form()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send("<iq type='get' id='r1' to='montague.lit'><query xmlns='jabber:iq:register'/></iq>");
        var answer = await romeo.NextStanza();
        Assert.Equal(("result", "r1", "montague.lit"), (answer.Type, answer.Id, answer.From?.ToString()));
        var query = answer.Payload.Element("query", Ns.Register)!;
        Assert.NotNull(query.Child("instructions"));
        Assert.NotNull(query.Child("username", Ns.Register));
        Assert.NotNull(query.Child("password", Ns.Register));
        Assert.Null(query.Child("registered"));
        var form = DataForm.From(query.Child("x", Ns.DataForms))!;
        Assert.Equal(("form", Ns.Register), (form.Type, form.FormType));
        Assert.True(form["username"]!.Required);
        Assert.Equal("text-private", form["password"]!.Type);
    }

    [Theory]
    [InlineData("<username>Romeo</username><password>secret</password>")]
    [InlineData("<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>jabber:iq:register</value></field>" +
        "<field var='username'><value>romeo</value></field><field var='password'><value>secret</value></field></x>")]
    public async Task Romeo_registers(string fields)
    {
        await using var door = new Door();
        Assert.Equal("result", (await Register(door, fields)).Type);
        Assert.Equal("secret", door.Accounts["romeo@montague.lit"]);
    }

    [Theory]
    [InlineData("<username>juliet</username><password>secret</password>", "conflict")]
    [InlineData("<username>JULIET</username><password>secret</password>", "conflict")]
    [InlineData("<username>romeo</username><password/>", "not-acceptable")]
    [InlineData("<username>romeo</username>", "not-acceptable")]
    [InlineData("<username/><password>secret</password>", "not-acceptable")]
    [InlineData("<password>secret</password>", "not-acceptable")]
    [InlineData("<username>ro meo</username><password>secret</password>", "not-acceptable")]
    [InlineData("<username>ro@meo</username><password>secret</password>", "not-acceptable")]
    [InlineData("<remove/>", "unexpected-request")]
    public async Task A_registration_that_cannot_be_is_refused_by_name(string fields, string condition)
    {
        await using var door = new Door();
        door.Accounts["juliet@montague.lit"] = "kept";
        Assert.NotNull(Error(await Register(door, fields)).Child(condition, Ns.Stanzas));
        Assert.Equal("kept", door.Accounts["juliet@montague.lit"]);
        Assert.Null(door.Accounts["romeo@montague.lit"]);
    }

    [Fact]
    public async Task A_name_whose_former_account_is_still_being_removed_may_be_asked_for_later()
    {
        await using var door = new Door();
        door.Accounts.Leaving.Add("romeo@montague.lit");

        var error = Error(await Register(door, "<username>romeo</username><password>secret</password>"));

        Assert.Equal("wait", error["type"]);
        Assert.NotNull(error.Child("resource-constraint", Ns.Stanzas));
        Assert.Null(door.Accounts["romeo@montague.lit"]);
    }

    [Theory]
    [InlineData("get", "")]
    [InlineData("set", "<username>romeo</username><password>secret</password>")]
    public async Task A_closed_server_has_no_registration(string type, string fields)
    {
        await using var door = new Door(options => options.Registration.Open = false);
        var romeo = door.Connect();
        Assert.Null((await romeo.Open()).Child("register", Ns.RegisterFeature));
        await romeo.Send($"<iq type='{type}' id='r1'><query xmlns='jabber:iq:register'>{fields}</query></iq>");
        Assert.NotNull(Error(await romeo.NextStanza()).Child("service-unavailable", Ns.Stanzas));
        Assert.Null(door.Accounts["romeo@montague.lit"]);
    }

    [Fact]
    public async Task Registration_with_another_domain_is_not_served_here()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send("<iq type='get' id='r1' to='capulet.lit'><query xmlns='jabber:iq:register'/></iq>");
        Assert.NotNull(Error(await romeo.NextStanza()).Child("service-unavailable", Ns.Stanzas));
    }

    [Fact]
    public async Task One_stream_registers_one_account()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        await romeo.Open();
        await romeo.Send("<iq type='set' id='r1'><query xmlns='jabber:iq:register'><username>romeo</username><password>secret</password></query></iq>");
        Assert.Equal("result", (await romeo.NextStanza()).Type);
        await romeo.Send("<iq type='set' id='r2'><query xmlns='jabber:iq:register'><username>benvolio</username><password>secret</password></query></iq>");
        Assert.NotNull(Error(await romeo.NextStanza()).Child("not-acceptable", Ns.Stanzas));
        Assert.Null(door.Accounts["benvolio@montague.lit"]);
        await romeo.Login("romeo", "secret");
    }

    [Fact]
    public async Task Who_is_logged_in_is_told_to_be_registered_but_never_the_password()
    {
        await using var door = new Door();
        var romeo = await LoggedIn(door);
        await romeo.Send("<iq type='get' id='r1'><query xmlns='jabber:iq:register'/></iq>");
        var query = (await romeo.NextStanza()).Payload.Element("query", Ns.Register)!;
        Assert.NotNull(query.Child("registered"));
        Assert.Equal("romeo", query.Child("username")!.Text);
        Assert.Equal("", query.Child("password")!.Text);
    }

    [Fact]
    public async Task Romeo_changes_his_password()
    {
        await using var door = new Door();
        var romeo = await LoggedIn(door);
        await romeo.Send("<iq type='set' id='r1' to='montague.lit'><query xmlns='jabber:iq:register'>" +
            "<username>romeo</username><password>rosaline</password></query></iq>");
        Assert.Equal("result", (await romeo.NextStanza()).Type);
        Assert.Equal("rosaline", door.Accounts["romeo@montague.lit"]);
    }

    [Theory]
    [InlineData("<username>juliet</username><password>rosaline</password>", "not-allowed")]
    [InlineData("<username>romeo</username><password/>", "bad-request")]
    [InlineData("<username>romeo</username>", "bad-request")]
    [InlineData("<password>rosaline</password>", "bad-request")]
    [InlineData("<remove/><username>romeo</username>", "bad-request")]
    public async Task A_change_that_cannot_be_leaves_everything_as_it_was(string fields, string condition)
    {
        await using var door = new Door();
        door.Accounts["juliet@montague.lit"] = "kept";
        var romeo = await LoggedIn(door);
        await romeo.Send($"<iq type='set' id='r1'><query xmlns='jabber:iq:register'>{fields}</query></iq>");
        Assert.NotNull(Error(await romeo.NextStanza()).Child(condition, Ns.Stanzas));
        Assert.Equal("kept", door.Accounts["juliet@montague.lit"]);
        Assert.Equal("secret", door.Accounts["romeo@montague.lit"]);
    }

    [Fact]
    public async Task Cancelling_is_answered_before_the_stream_ends()
    {
        await using var door = new Door();
        var romeo = await LoggedIn(door);
        // As it happens in the cluster: the account's end closes its sessions before the call returns.
        door.Accounts.Cancelling = _ => door.Host.Last!.Close(StreamErrorCondition.NotAuthorized, "The account is removed.");
        await romeo.Send("<iq type='set' id='unreg1'><query xmlns='jabber:iq:register'><remove/></query></iq>");
        var answer = await romeo.NextStanza();
        Assert.Equal(("result", "unreg1"), (answer.Type, answer.Id));
        await romeo.EndsWith("not-authorized");
        Assert.Null(door.Accounts["romeo@montague.lit"]);
    }

    [Fact]
    public async Task Cancelling_has_succeeded_when_its_answer_was_lost()
    {
        await using var door = new Door();
        var romeo = await LoggedIn(door);
        door.Accounts.LosesNextAnswer.Add(nameof(Abstractions.Users.IUserRegistrationGrain.Cancel));
        await romeo.Send("<iq type='set' id='unreg1'><query xmlns='jabber:iq:register'><remove/></query></iq>");
        var answering = romeo.NextStanza();
        while (!answering.IsCompleted)
        {
            door.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        Assert.Equal(("result", "unreg1"), await answering is var answer ? (answer.Type, answer.Id) : default);
        await romeo.EndsWith("not-authorized");
    }

    [Fact]
    public async Task Cancelling_twice_finds_no_registration()
    {
        await using var door = new Door();
        var romeo = await LoggedIn(door);
        await door.Accounts.Factory.GetGrain<Abstractions.Users.IUserRegistrationGrain>("romeo@montague.lit").Cancel();
        await romeo.Send("<iq type='set' id='unreg1'><query xmlns='jabber:iq:register'><remove/></query></iq>");
        Assert.NotNull(Error(await romeo.NextStanza()).Child("registration-required", Ns.Stanzas));
    }

    private static Element Error(Stanza stanza)
    {
        Assert.Equal("error", stanza.Type);
        return stanza.Payload.Element("error", Ns.Client)!;
    }

    private static async Task<Stanza> Register(Door door, string fields)
    {
        var client = door.Connect();
        await client.Open();
        await client.Send($"<iq type='set' id='r1'><query xmlns='jabber:iq:register'>{fields}</query></iq>");
        return await client.NextStanza();
    }

    private static async Task<TestClient> LoggedIn(Door door)
    {
        var registration = door.Services.GetRequiredService<AccountRegistration>();
        door.Host.OnReceive = (session, stanza) => registration.Answer(session, stanza);
        return await door.Bound("romeo");
    }
}
