using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Orleans.Muc.Testing;

/// <summary>One run of one script: its open streams and the values it has collected.</summary>
internal sealed partial class ScenarioRun : IAsyncDisposable
{
    private readonly Script _script;
    private readonly Dictionary<string, (ClientSettings Settings, IPEndPoint Gateway)> _people;
    private readonly ScenarioOptions _options;
    private readonly Dictionary<string, XmppClient> _clients = [];
    private readonly List<XmppClient> _everConnected = [];
    private readonly HashSet<string> _gone = [];
    private readonly Dictionary<string, string> _values = [];
    private string? _lastSender;
    private long _lastSent;

    public ScenarioRun(Script script, IEnumerable<(ClientSettings Settings, IPEndPoint Gateway)> people, ScenarioOptions options)
    {
        (_script, _options) = (script, options);
        _people = people.ToDictionary(person => person.Settings.Name);
        foreach (var client in script.Clients)
            _values[$"{client.Name}'s JID"] = client.BareJid;
    }

    public IReadOnlyCollection<string> RoomsOf(string bareJid) =>
        [.. _everConnected.Where(client => client.Settings.BareJid == bareJid).SelectMany(client => client.OwnedRooms).Distinct()];

    public async Task PlayAsync()
    {
        foreach (var step in _script.Steps)
        {
            try
            {
                await TakeAsync(step);
            }
            catch (ScenarioException failure)
            {
                throw failure.At($"{Path.GetFileName(_script.Path)} line {step.Line}, {step.Client} {step.Verb.ToString().ToLowerInvariant()}");
            }
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_clients.Values.Select(client => client.CloseAsync()));

    private Task TakeAsync(Step step) => step.Verb switch
    {
        Verb.Connects => ConnectAsync(step.Client),
        Verb.Disconnects => DisconnectAsync(step.Client),
        Verb.Sends => SendAsync(step),
        _ => ReceiveAsync(step),
    };

    private async Task ConnectAsync(string name)
    {
        var (settings, gateway) = _people[name];
        var client = await XmppClient.LoginAsync(settings, gateway, _options.StepPatience);
        if (_clients.Remove(name, out var former))
            await former.CloseAsync();
        _clients[name] = client;
        _gone.Remove(name);
        _everConnected.Add(client);
        _values[$"{name}'s full JID"] = client.FullJid;
    }

    private async Task DisconnectAsync(string name)
    {
        await Connected(name).CloseAsync();
        _gone.Add(name);
    }

    private async Task SendAsync(Step step)
    {
        var stanza = ScriptXml.WithoutMarks(ScriptXml.Parse(step.Text, _values));
        var client = Connected(step.Client);
        if (_gone.Contains(step.Client))
            return;
        await KeepSendGapAsync(step.Client);
        await client.SendAsync(StanzaText.Compact(stanza));
        (_lastSender, _lastSent) = (step.Client, Stopwatch.GetTimestamp());
    }

    // Two sockets race; the language has no way to say "after the server has seen it".
    private async Task KeepSendGapAsync(string sender)
    {
        var left = _options.SendGap - Stopwatch.GetElapsedTime(_lastSent);
        if (_lastSender is not null && _lastSender != sender && left > TimeSpan.Zero)
            await Task.Delay(left);
    }

    private async Task ReceiveAsync(Step step)
    {
        var client = Connected(step.Client);
        if (!Nothing().IsMatch(step.Text.Trim()))
        {
            await StanzaWait.ForAsync(client, ScriptXml.Parse(step.Text, _values), _values, _options.StepPatience);
            return;
        }
        if (await client.ReceiveAsync(_options.Silence) is { } stanza)
            throw new ScenarioException("expected nothing", "nothing", StanzaText.Pretty(stanza));
    }

    private XmppClient Connected(string name) => _clients.TryGetValue(name, out var client) ? client : throw new ScenarioException($"{name} is not connected");

    [GeneratedRegex(@"^nothing( else)?\.?$")]
    private static partial Regex Nothing();
}
