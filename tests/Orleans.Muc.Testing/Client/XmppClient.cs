using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>
/// A logged-in XMPP client for tests: sends XML as it is given, keeps what arrives until it is asked for.
/// Independent of the product's code, so that both sides cannot share one mistake.
/// </summary>
public sealed class XmppClient : IAsyncDisposable
{
    private readonly XmppLink _link;
    private readonly Channel<XElement> _inbox = Channel.CreateUnbounded<XElement>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentDictionary<string, byte> _ownedRooms = new();
    private readonly Task _reading;
    private bool _closed;

    private XmppClient(XmppLink link, ClientSettings settings, string fullJid)
    {
        (_link, Settings, FullJid) = (link, settings, fullJid);
        _reading = ReadAsync();
    }

    /// <summary>The account and how it connected.</summary>
    public ClientSettings Settings { get; }

    /// <summary>The full JID the server bound.</summary>
    public string FullJid { get; }

    /// <summary>Whether the connection went into TLS.</summary>
    public bool IsEncrypted => _link.IsEncrypted;

    /// <summary>Bare JIDs of the rooms that have told this client that it owns them.</summary>
    public IReadOnlyCollection<string> OwnedRooms => [.. _ownedRooms.Keys];

    /// <summary>How long what has to come may take when nobody says otherwise. 30 s: an upper bound for a machine that is busy, not a measure.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Connects, logs in and binds.</summary>
    /// <param name="settings">The account; its host and port go before <paramref name="gateway"/>.</param>
    /// <param name="gateway">Where to connect.</param>
    /// <param name="patience">How long each answer may take; <see cref="Patience"/> when null.</param>
    /// <exception cref="ScenarioException">It did not work; the message says why.</exception>
    public static async Task<XmppClient> LoginAsync(ClientSettings settings, IPEndPoint gateway, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(gateway);
        var link = await XmppLink.ConnectAsync(settings.Host ?? gateway.Address.ToString(), settings.Port ?? gateway.Port, patience ?? Patience);
        try
        {
            return new XmppClient(link, settings, await XmppLogin.RunAsync(link, settings));
        }
        catch (Exception fault)
        {
            await link.DisposeAsync();
            throw fault is XmppStreamEnd ? new ScenarioException($"cannot connect: {fault.Message}", cause: fault) : fault;
        }
    }

    /// <summary>Sends XML text as it is.</summary>
    /// <exception cref="ScenarioException">The stream is over.</exception>
    public async Task SendAsync(string xml)
    {
        try
        {
            await _link.WriteAsync(xml);
        }
        catch (XmppStreamEnd end)
        {
            throw new ScenarioException($"{Settings.Name} cannot send: {end.Message}", cause: end);
        }
    }

    /// <summary>The next stanza, or null when none comes in time.</summary>
    /// <exception cref="ScenarioException">The stream is over and everything it brought has been taken.</exception>
    public async Task<XElement?> ReceiveAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            return await _inbox.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (ChannelClosedException closed)
        {
            throw new ScenarioException($"{Settings.Name}'s stream ended: {closed.InnerException?.Message}", cause: closed);
        }
    }

    /// <summary>Waits for a stanza like <paramref name="xml"/> (the pattern language of the scripts), passing over others.</summary>
    /// <exception cref="ScenarioException">None came in time; the message shows what came.</exception>
    public Task<XElement> ExpectAsync(string xml, TimeSpan? patience = null) =>
        StanzaWait.ForAsync(this, ScriptXml.Parse(xml, new Dictionary<string, string>()), new Dictionary<string, string>(), patience ?? Patience);

    /// <summary>Sends a request and returns the answer with the same id, whatever its type; other stanzas are passed over.</summary>
    public async Task<XElement> AskAsync(string iq, TimeSpan? patience = null)
    {
        var id = XElement.Parse(iq).Attribute("id")?.Value ?? throw new ArgumentException("The request has no id.", nameof(iq));
        await SendAsync(iq);
        return await ExpectAsync($"<iq id='{StanzaText.Escape(id)}'/>", patience);
    }

    /// <summary>Ends the stream properly and waits for the server's end.</summary>
    public async Task CloseAsync()
    {
        if (_closed)
            return;
        _closed = true;
        await _link.CloseAsync(_reading);
        await _reading;
    }

    /// <summary>Drops the connection without a word, as a lost network does.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _link.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var stanza = await _link.NextAsync();
                NoteOwnership(stanza);
                _inbox.Writer.TryWrite(stanza);
            }
        }
        catch (Exception end)
        {
            _inbox.Writer.Complete(end);
        }
    }

    private void NoteOwnership(XElement stanza)
    {
        var extension = stanza.Name == ScansionNames.Client + "presence" ? stanza.Element(ScansionNames.MucUser + "x") : null;
        if (extension is null || stanza.Attribute("from")?.Value is not { } from)
            return;
        var isSelf = extension.Elements(ScansionNames.MucUser + "status").Any(status => status.Attribute("code")?.Value == "110");
        if (isSelf && extension.Element(ScansionNames.MucUser + "item")?.Attribute("affiliation")?.Value == "owner")
            _ownedRooms.TryAdd(from.Split('/')[0], 0);
    }
}
