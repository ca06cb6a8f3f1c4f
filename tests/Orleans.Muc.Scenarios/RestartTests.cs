using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>What was acknowledged is still there after kill -9.</summary>
public sealed class RestartTests(KilledServer server) : RestartStories(server), IClassFixture<KilledServer>;

/// <summary>What was acknowledged, told of a server that was killed and has come back.</summary>
public abstract class RestartStories(KilledServer server)
{
    [Theory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256")]
    public async Task Every_account_logs_in_as_before(string mechanism)
    {
        foreach (var person in new[] { Verona.Romeo, Verona.Juliet, Verona.Rosaline })
        {
            await using var client = await XmppClient.LoginAsync(person with { Mechanism = mechanism }, server.Host.Gateway);
            Assert.StartsWith(person.BareJid + "/", client.FullJid, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Members_are_as_acknowledged()
    {
        await using var romeo = await ReturnAsync(Verona.Romeo);
        await ListedAsync(romeo, "member", "<item affiliation='member' jid='juliet@localhost' nick='Jule'/>");
        await ListedAsync(romeo, "owner", "<item affiliation='owner' jid='romeo@localhost' nick='Montague'/>");
    }

    [Fact]
    public async Task A_ban_is_as_acknowledged()
    {
        await using var romeo = await ReturnAsync(Verona.Romeo);
        await ListedAsync(romeo, "outcast", "<item affiliation='outcast' jid='rosaline@localhost'><reason>Vowed</reason></item>");
        await using var rosaline = await ReturnAsync(Verona.Rosaline);
        await rosaline.SendAsync($"<presence to='{KilledServer.Room}/Rosaline'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await rosaline.ExpectAsync($"<presence type='error' from='{KilledServer.Room}/Rosaline'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
    }

    [Fact]
    public async Task A_reserved_nick_is_as_acknowledged()
    {
        await using var juliet = await ReturnAsync(Verona.Juliet);
        await juliet.SendAsync($"<iq type='get' id='n1' to='{KilledServer.Room}'><query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'/></iq>");
        await juliet.ExpectAsync("<iq type='result' id='n1'><query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'><identity category='conference' type='text' name='Jule'/></query></iq>");
        await juliet.SendAsync($"<presence to='{KilledServer.Room}/Montague'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await juliet.ExpectAsync($"<presence type='error'><error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
    }

    [Fact]
    public async Task The_configuration_is_as_acknowledged()
    {
        await using var romeo = await ReturnAsync(Verona.Romeo);
        await romeo.SendAsync($"<iq type='get' id='c1' to='{KilledServer.Room}'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>");
        await romeo.ExpectAsync("<iq type='result' id='c1'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='form' scansion:strict='false'>" +
            Shown("persistentroom", "1") + Shown("roomname", "Fair Verona") + Shown("changesubject", "1") + Shown("moderatedroom", "0") + "</x></query></iq>");
    }

    [Fact]
    public async Task The_avatar_is_as_acknowledged()
    {
        await using var juliet = await ReturnAsync(Verona.Juliet);
        await juliet.SendAsync($"<iq type='get' id='v2' to='{KilledServer.Room}'><vCard xmlns='vcard-temp'/></iq>");
        await juliet.ExpectAsync($"<iq type='result' id='v2' from='{KilledServer.Room}'>{KilledServer.Card}</iq>");
        await juliet.SendAsync($"<iq type='get' id='i1' to='{KilledServer.Room}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        await juliet.ExpectAsync("<iq type='result' id='i1'><query xmlns='http://jabber.org/protocol/disco#info' scansion:strict='false'><x xmlns='jabber:x:data' type='result' scansion:strict='false'>" +
            "<field var='muc#roominfo_avatarhash' scansion:strict='false'><value>7b7074fca36fc89fb3f1e3c46d74f6ffe2477a09</value></field></x></query></iq>");
    }

    [Fact]
    public async Task A_newcomer_is_told_the_last_messages_in_order_and_the_subject()
    {
        await using var juliet = await ReturnAsync(Verona.Juliet);
        Assert.DoesNotContain("201", await Verona.EnterAsync(juliet, KilledServer.Room), StringComparison.Ordinal);
        var told = new List<string>();
        while (await juliet.ReceiveAsync(XmppClient.Patience) is { } message)
        {
            if (message.Elements().FirstOrDefault(child => child.Name.LocalName == "subject") is { } subject)
            {
                Assert.Equal("Ancient grudge", subject.Value);
                break;
            }
            told.Add(message.Elements().First(child => child.Name.LocalName == "body").Value);
        }
        Assert.Equal(Enumerable.Range(KilledServer.Messages - 19, 20).Select(i => $"Line {i}"), told);
    }

    [Fact]
    public async Task A_temporary_room_is_gone()
    {
        await using var romeo = await ReturnAsync(Verona.Romeo);
        Assert.Contains("201", await Verona.EnterAsync(romeo, KilledServer.Masque), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_roster_is_as_acknowledged()
    {
        await using var juliet = await ReturnAsync(Verona.Juliet);
        await juliet.SendAsync("<iq type='get' id='ro1'><query xmlns='jabber:iq:roster'/></iq>");
        await juliet.ExpectAsync("<iq type='result' id='ro1'><query xmlns='jabber:iq:roster' scansion:strict='false'><item jid='romeo@localhost' name='My only love' subscription='none'/></query></iq>");
    }

    private Task<XmppClient> ReturnAsync(ClientSettings person) => XmppClient.LoginAsync(person, server.Host.Gateway);

    private static async Task ListedAsync(XmppClient asking, string affiliation, string items)
    {
        await asking.SendAsync($"<iq type='get' id='l-{affiliation}' to='{KilledServer.Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='{affiliation}'/></query></iq>");
        await asking.ExpectAsync($"<iq type='result' id='l-{affiliation}'><query xmlns='http://jabber.org/protocol/muc#admin'>{items}</query></iq>");
    }

    private static string Shown(string name, string value) => $"<field var='muc#roomconfig_{name}' scansion:strict='false'><value>{value}</value></field>";
}
