using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>An account is cancelled (XEP-0077 §3.2), and the server is killed as soon as it has said so.</summary>
public sealed class RemovalRestartTests : IDisposable
{
    private const int Messages = 250;

    private static readonly XNamespace Mam = "urn:xmpp:mam:2";
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_removed_account_is_gone_after_a_crash_and_a_new_one_of_its_name_finds_nothing_of_it()
    {
        var settings = new HostSettings { DataDirectory = _data.Inside("data") };
        await using (var first = await HostProcess.StartAsync(settings))
        {
            await using var romeo = await Verona.ArriveAsync(first, Verona.Romeo);
            await using var phone = await XmppClient.LoginAsync(Verona.Romeo with { Resource = "phone" }, first.Gateway);
            await using var juliet = await Verona.ArriveAsync(first, Verona.Juliet);
            await Verona.DoneAsync(romeo, "<iq type='set' id='r1'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost'/></query></iq>");
            for (var line = 1; line <= Messages; line++)
                await juliet.SendAsync($"<message type='chat' to='{romeo.FullJid}'><body>line {line}</body></message>");
            for (var line = 1; line <= Messages; line++)
                await romeo.ExpectAsync($"<message type='chat'><body>line {line}</body></message>", TimeSpan.FromSeconds(60));

            await Verona.DoneAsync(romeo, "<iq type='set' id='end'><query xmlns='jabber:iq:register'><remove/></query></iq>");

            Assert.Contains("not-authorized", await EndAsync(phone), StringComparison.Ordinal);
            await first.KillAsync();
        }

        await using var second = await HostProcess.StartAsync(settings);
        await Assert.ThrowsAsync<ScenarioException>(() => XmppClient.LoginAsync(Verona.Romeo, second.Gateway));
        await using var later = await Verona.ArriveAsync(second, Verona.Romeo);
        Assert.Equal("0", await CountAsync(later));
        Assert.DoesNotContain("juliet", (await later.AskAsync("<iq type='get' id='r2'><query xmlns='jabber:iq:roster'/></iq>")).ToString(), StringComparison.Ordinal);
        await using var other = await XmppClient.LoginAsync(Verona.Juliet, second.Gateway);
        Assert.Equal($"{Messages}", await CountAsync(other));
    }

    private static async Task<string?> CountAsync(XmppClient who)
    {
        var answer = await who.AskAsync("<iq type='set' id='count'><query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>0</max></set></query></iq>");
        var rsm = XNamespace.Get("http://jabber.org/protocol/rsm");
        return answer.Element(Mam + "fin")?.Element(rsm + "set")?.Element(rsm + "count")?.Value;
    }

    private static async Task<string> EndAsync(XmppClient who)
    {
        var end = await Assert.ThrowsAsync<ScenarioException>(async () =>
        {
            while (await who.ReceiveAsync(XmppClient.Patience) is not null)
            {
            }
        });
        return end.Message;
    }
}
