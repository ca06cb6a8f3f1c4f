using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Orleans.Muc.Testing;
using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Scenarios.Processes;

/// <summary>A client that is in no room, and asks rooms what anybody may ask them. It logs in when it is needed, through whatever gateway is there then.</summary>
internal sealed class Clerk(Func<IPEndPoint> gateway) : IAsyncDisposable
{
    private static readonly ClientSettings Account = new("Clerk") { BareJid = "clerk@localhost", Password = "ink" };
    private static readonly XNamespace Mam = "urn:xmpp:mam:2";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private XmppClient? _client;
    private int _asked;

    /// <summary>Asks what a room is; the answer may be that it is none.</summary>
    public Task AskForAsync(string room) => TryTwiceAsync(async client =>
    {
        await client.AskAsync($"<iq type='get' id='{NextId()}' to='{room}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>", Patience);
        return true;
    });

    /// <summary>The whole archive of a room (XEP-0313), oldest first.</summary>
    public Task<IReadOnlyList<StoredMessage>> ReadArchiveAsync(string room) => TryTwiceAsync<IReadOnlyList<StoredMessage>>(async client =>
    {
        List<StoredMessage> all = [];
        while (!await ReadPageAsync(client, room, all))
        {
        }

        return all;
    });

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
    }

    /// <summary>Whether it was the last page.</summary>
    private async Task<bool> ReadPageAsync(XmppClient client, string room, List<StoredMessage> all)
    {
        var (id, after) = (NextId(), all.Count == 0 ? "" : $"<after>{all[^1].Id}</after>");
        await client.SendAsync($"<iq type='set' id='{id}' to='{room}'><query xmlns='urn:xmpp:mam:2' queryid='{id}'><set xmlns='http://jabber.org/protocol/rsm'><max>100</max>{after}</set></query></iq>");
        while (true)
        {
            var stanza = await client.ReceiveAsync(Patience) ?? throw new TimeoutException($"The archive of {room} was not answered for {Patience}.");
            if (stanza.Element(Mam + "result") is { } result && (string?)result.Attribute("queryid") == id)
                all.Add(Read(result));
            else if ((string?)stanza.Attribute("id") == id)
                return (string?)(stanza.Element(Mam + "fin") ?? throw new InvalidOperationException($"The archive of {room} is not to be had: {stanza}")).Attribute("complete") == "true";
        }
    }

    /// <summary>No two messages of a town have the same id.</summary>
    private static StoredMessage Read(XElement result)
    {
        var message = result.Descendants(XName.Get("message", "jabber:client")).Single();
        return new StoredMessage(result.Attribute("id")!.Value, message.Attribute("from")!.Value.Split('/', 2)[1], message.Attribute("id")!.Value);
    }

    /// <summary>The server it was on may have been ended.</summary>
    private async Task<T> TryTwiceAsync<T>(Func<XmppClient, Task<T>> ask)
    {
        if (_client is { } known)
        {
            try
            {
                return await ask(known);
            }
            catch (ScenarioException)
            {
                await known.DisposeAsync();
            }
        }

        await TestAccounts.RegisterAsync(Account, gateway(), Patience);
        _client = await XmppClient.LoginAsync(Account, gateway(), Patience);
        return await ask(_client);
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"ask{++_asked}");
}
