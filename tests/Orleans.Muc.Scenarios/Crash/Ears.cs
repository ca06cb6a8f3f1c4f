using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Crash;

/// <summary>A client that notes everything it is told as it comes, beside whatever it asks.</summary>
internal sealed class Ears : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly XmppClient _client;
    private readonly Action<XElement> _heard;
    private readonly Dictionary<string, TaskCompletionSource<XElement>> _awaited = new(StringComparer.Ordinal);
    private readonly Task _listening;
    private Exception? _end;

    private Ears(XmppClient client, Action<XElement> heard)
    {
        (_client, _heard) = (client, heard);
        _listening = ListenAsync();
    }

    /// <param name="person">Who it is.</param>
    /// <param name="host">Where.</param>
    /// <param name="heard">Called for every stanza, one at a time.</param>
    public static async Task<Ears> OpenAsync(ClientSettings person, HostProcess host, Action<XElement> heard) =>
        new(await XmppClient.LoginAsync(person, host.Gateway, TimeSpan.FromSeconds(20)), heard);

    /// <summary>Everything has been heard, because the stream is over.</summary>
    public Task Silence => _listening;

    public Task SendAsync(string xml) => _client.SendAsync(xml);

    /// <summary>The answer to an IQ; sends it.</summary>
    public async Task<XElement> AskAsync(string iq)
    {
        var answer = Expect("iq " + XElement.Parse(iq).Attribute("id")!.Value);
        await SendAsync(iq);
        return await answer;
    }

    /// <summary>Our own presence in a room; sends the request to enter.</summary>
    public async Task<XElement> EnterAsync(string occupantJid, int history)
    {
        var self = Expect("presence " + occupantJid);
        await SendAsync($"<presence to='{occupantJid}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='{history}'/></x></presence>");
        return await self;
    }

    /// <summary>The message with that id, as everybody sees it.</summary>
    public Task<XElement> ReflectionAsync(string id) => Expect("message " + id);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _listening;
    }

    private Task<XElement> Expect(string what)
    {
        lock (_gate)
        {
            if (_end is not null)
                return Task.FromException<XElement>(_end);
            var awaited = new TaskCompletionSource<XElement>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited[what] = awaited;
            return awaited.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var stanza = await _client.ReceiveAsync(Timeout.InfiniteTimeSpan);
                _heard(stanza!);
                Answer(stanza!);
            }
        }
        catch (ScenarioException end)
        {
            List<TaskCompletionSource<XElement>> awaited;
            lock (_gate)
            {
                _end = end;
                awaited = [.. _awaited.Values];
            }

            awaited.ForEach(answer => answer.TrySetException(end));
        }
    }

    private void Answer(XElement stanza)
    {
        var what = stanza.Name.LocalName switch
        {
            "iq" => "iq " + stanza.Attribute("id")?.Value,
            "message" => "message " + stanza.Attribute("id")?.Value,
            _ when IsAboutSelf(stanza) => "presence " + stanza.Attribute("from")?.Value,
            _ => "",
        };
        TaskCompletionSource<XElement>? awaited;
        lock (_gate)
            _awaited.Remove(what, out awaited);
        awaited?.TrySetResult(stanza);
    }

    private static bool IsAboutSelf(XElement presence) => presence.Attribute("type")?.Value == "error"
        || presence.Descendants().Any(child => child.Name.LocalName == "status" && child.Attribute("code")?.Value == "110");
}
