using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>People's own archives, on a server that is killed and started again.</summary>
public sealed class UserArchiveTests : IDisposable
{
    private static readonly XNamespace Mam = "urn:xmpp:mam:2";
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task What_was_shown_is_found_after_a_crash_and_by_its_words()
    {
        string shown;
        await using (var first = await StartAsync(archive: true))
        {
            await using var romeo = await Verona.ArriveAsync(first, Verona.Romeo);
            await using var juliet = await Verona.ArriveAsync(first, Verona.Juliet);
            foreach (var line in new[] { "What's in a name?", "A rose by any other name" })
                await juliet.SendAsync($"<message type='chat' to='{romeo.FullJid}'><body>{line}</body></message>");
            await romeo.ExpectAsync("<message type='chat'><body>What's in a name?</body></message>");
            var last = await romeo.ExpectAsync("<message type='chat'><body>A rose by any other name</body></message>");
            shown = last.Element(XName.Get("stanza-id", "urn:xmpp:sid:0"))!.Attribute("id")!.Value;
            await first.KillAsync();
        }

        await using var second = await StartAsync(archive: true);
        await using var later = await XmppClient.LoginAsync(Verona.Romeo, second.Gateway);
        Assert.Equal(["What's in a name?", "A rose by any other name"], await SearchAsync(later, "name"));
        Assert.Equal(["A rose by any other name"], await SearchAsync(later, "ROSE other"));
        await later.SendAsync("<iq type='get' id='ends'><metadata xmlns='urn:xmpp:mam:2'/></iq>");
        var ends = await later.ExpectAsync("<iq type='result' id='ends'/>");
        Assert.Equal(shown, ends.Element(Mam + "metadata")!.Element(Mam + "end")!.Attribute("id")!.Value);
    }

    [Fact]
    public async Task Without_an_archive_nobody_has_one()
    {
        await using var server = await StartAsync(archive: false);
        await using var romeo = await Verona.ArriveAsync(server, Verona.Romeo);
        await using var juliet = await Verona.ArriveAsync(server, Verona.Juliet);

        var about = await romeo.AskAsync("<iq type='get' id='d1' to='romeo@localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        Assert.DoesNotContain("urn:xmpp:mam", about.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("urn:xmpp:sid", about.ToString(), StringComparison.Ordinal);
        foreach (var to in new[] { "romeo@localhost", "localhost" })
            Assert.DoesNotContain("message-retract", (await romeo.AskAsync($"<iq type='get' id='d2-{to}' to='{to}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>")).ToString(), StringComparison.Ordinal);
        foreach (var to in new[] { "romeo@localhost", "juliet@localhost" })
            Assert.Contains("service-unavailable", (await romeo.AskAsync($"<iq type='set' id='q-{to}' to='{to}'><query xmlns='urn:xmpp:mam:2'/></iq>")).ToString(), StringComparison.Ordinal);
        await juliet.SendAsync($"<message type='chat' to='{romeo.FullJid}'><body>Speak low</body><stanza-id xmlns='urn:xmpp:sid:0' by='romeo@localhost' id='forged'/></message>");
        var heard = await romeo.ExpectAsync("<message type='chat'><body>Speak low</body></message>");
        Assert.Single(heard.Elements());
    }

    private static async Task<List<string>> SearchAsync(XmppClient who, string words)
    {
        await who.SendAsync(
            "<iq type='set' id='search'><query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>"
            + $"<field var='{{urn:xmpp:fulltext:0}}fulltext'><value>{words}</value></field></x></query></iq>");
        var bodies = new List<string>();
        while (await who.ReceiveAsync(XmppClient.Patience) is { } stanza)
        {
            if (stanza.Element(Mam + "fin") is { } fin)
            {
                Assert.Equal("true", fin.Attribute("complete")?.Value);
                return bodies;
            }

            bodies.AddRange(stanza.Descendants(XName.Get("body", "jabber:client")).Select(body => body.Value));
        }

        throw new TimeoutException("There was no end of the results.");
    }

    private Task<HostProcess> StartAsync(bool archive) => HostProcess.StartAsync(
        new HostSettings { DataDirectory = _data.Inside("data"), Overrides = new Dictionary<string, string> { ["Muc:Archive"] = archive ? "true" : "false" } });
}
