using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Drain;

/// <summary>Somebody in a square who always has some messages on their way, until the stream ends.</summary>
internal sealed class Talker(int number, Square square, Action reflected)
{
    /// <summary>Messages that are sent and not reflected yet.</summary>
    private const int OnTheWay = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly XNamespace StanzaId = "urn:xmpp:sid:0";
    private static readonly XNamespace Mam = "urn:xmpp:mam:2";
    private static readonly XNamespace Rsm = "http://jabber.org/protocol/rsm";
    private readonly List<string> _seen = [];
    private XmppClient _client = null!;
    private string? _last;
    private int _said;

    public ClientSettings Settings { get; } = new($"Talker{number}") { BareJid = $"talker{number}@localhost", Password = "blah", Mechanism = "PLAIN" };

    /// <summary>Why the stream ended.</summary>
    public string End { get; private set; } = "not yet";

    /// <summary>Whether the room said that the service stops (XEP-0045 §11.2).</summary>
    public bool WasSeenOut { get; private set; }

    private string Me => $"{square.Room}/{Settings.Name}";

    public async Task ArriveAsync(HostProcess host)
    {
        await TestAccounts.RegisterAsync(Settings, host.Gateway, Patience);
        _client = await XmppClient.LoginAsync(Settings, host.Gateway, Patience);
        await EnterAsync();
    }

    /// <summary>Talks until the stream ends; what has come by then has all been heard.</summary>
    public async Task TalkAsync()
    {
        for (var i = 0; i < OnTheWay; i++)
            await SayAsync();
        try
        {
            while (await _client.ReceiveAsync(Timeout.InfiniteTimeSpan) is { } stanza)
                await HearAsync(stanza);
        }
        catch (ScenarioException end)
        {
            End = end.Message;
        }

        await _client.DisposeAsync();
    }

    /// <summary>Comes back, asks the room's archive for all after what it saw last, and says what is wrong with it.</summary>
    public async Task<IReadOnlyList<string>> ReturnAsync(HostProcess host, IReadOnlyList<string> archive)
    {
        _client = await XmppClient.LoginAsync(Settings, host.Gateway, Patience);
        await EnterAsync();
        string[] told = [.. _seen, .. await RecallAsync(_last)];
        await _client.DisposeAsync();
        var first = _seen.Count == 0 ? 0 : archive.ToList().IndexOf(_seen[0]);
        return told.SequenceEqual(archive.Skip(first)) ? [] : [$"{Settings.Name} saw {_seen.Count} messages, was told {told.Length - _seen.Count} later, and the archive has {archive.Count - first} since"];
    }

    /// <summary>All that the room's archive holds.</summary>
    public async Task<IReadOnlyList<string>> ReadArchiveAsync(HostProcess host)
    {
        _client = await XmppClient.LoginAsync(Settings, host.Gateway, Patience);
        await EnterAsync();
        var all = await RecallAsync(null);
        await _client.DisposeAsync();
        return all;
    }

    private async Task EnterAsync()
    {
        await _client.SendAsync($"<presence to='{Me}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>");
        await _client.ExpectAsync($"<presence from='{Me}'><x xmlns='http://jabber.org/protocol/muc#user' scansion:strict='false'><status code='110'/></x></presence>", Patience);
    }

    private async Task SayAsync()
    {
        var id = $"{number}-{++_said}";
        try
        {
            await _client.SendAsync($"<message type='groupchat' id='{id}' to='{square.Room}'><body>{id} of {Settings.Name}</body></message>");
        }
        catch (ScenarioException)
        {
            // The stream is over; why, stands in what has come.
        }
    }

    private async Task HearAsync(XElement stanza)
    {
        if (stanza.Name.LocalName == "presence" && stanza.Attribute("from")?.Value == Me && stanza.Descendants().Any(child => child.Attribute("code")?.Value == "332"))
            WasSeenOut = true;
        if (stanza.Name.LocalName != "message" || stanza.Attribute("type")?.Value != "groupchat" || stanza.Element(StanzaId + "stanza-id") is not { } stanzaId)
            return;
        var id = stanza.Attribute("id")!.Value;
        _seen.Add(id);
        _last = stanzaId.Attribute("id")!.Value;
        square.See(id);
        if (stanza.Attribute("from")!.Value != Me)
            return;
        reflected();
        await SayAsync();
    }

    private async Task<List<string>> RecallAsync(string? after)
    {
        var ids = new List<string>();
        for (var page = 0; ; page++)
        {
            var query = $"page{page}";
            var from = after is null ? "" : $"<after>{after}</after>";
            await _client.SendAsync($"<iq type='set' id='{query}' to='{square.Room}'><query xmlns='{Mam}'><set xmlns='{Rsm}'><max>100</max>{from}</set></query></iq>");
            while (true)
            {
                var stanza = await _client.ReceiveAsync(Patience) ?? throw new TimeoutException($"{Settings.Name} waited for the archive of {square.Room}.");
                if (stanza.Element(Mam + "result") is { } result)
                {
                    after = result.Attribute("id")!.Value;
                    ids.Add(result.Descendants().First(child => child.Name.LocalName == "message").Attribute("id")!.Value);
                }

                if (stanza.Attribute("id")?.Value != query)
                    continue;
                var fin = stanza.Element(Mam + "fin") ?? throw new InvalidOperationException(StanzaText.Pretty(stanza));
                if (fin.Attribute("complete")?.Value == "true")
                    return ids;
                break;
            }
        }
    }
}
