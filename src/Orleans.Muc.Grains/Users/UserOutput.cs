using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;
using Orleans.Streams;

namespace Orleans.Muc.Grains.Users;

/// <summary>
/// All that leaves a user for its sessions: one pump per connection grain. A connection that can't be reached is reported to <paramref name="lost"/>, once
/// per fault, with the stanzas that nobody else was sent.
/// </summary>
internal sealed class UserOutput(IStreamProvider streams, Action<ConnectionLoss> lost)
{
    /// <summary>Bytes of an event that carries many stanzas, unless one alone is larger.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly Dictionary<string, ConnectionPump> pumps = [];

    /// <summary>Completes when nothing is on its way.</summary>
    public Task Idle => Task.WhenAll(pumps.Values.Select(pump => pump.Idle));

    public void Send(IEnumerable<Outgoing> announcements)
    {
        foreach (var (stanza, to) in announcements)
            Send(stanza, to);
    }

    /// <summary>One encoding for all of them; the gateway writes each its own <c>to</c>, unless the stanza is for the account.</summary>
    public void Send(Stanza stanza, params IReadOnlyList<Resource> to)
    {
        if (to.Count == 0)
            return;
        EncodedStanza[] encoded = [stanza.Encode()];
        var bare = stanza.To is { IsBare: true } account ? account : null;
        foreach (var resource in to)
            Post(resource.Connection, new Departure(new SessionDelivery(resource.Session, encoded) { To = bare }, to.Count == 1 ? stanza : null));
    }

    /// <summary>Many stanzas for one session, in order, in events of bounded size.</summary>
    public void Send(IReadOnlyList<EncodedStanza> stanzas, Resource to)
    {
        var chunk = new List<EncodedStanza>();
        var bytes = 0;
        foreach (var stanza in stanzas)
        {
            if (chunk.Count > 0 && bytes + stanza.Length > MostBytes)
                Flush();
            chunk.Add(stanza);
            bytes += stanza.Length;
        }

        Flush();

        void Flush()
        {
            if (chunk.Count > 0)
                Post(to.Connection, new Departure(new SessionDelivery(to.Session, [.. chunk]), null));
            chunk.Clear();
            bytes = 0;
        }
    }

    public void Close(Resource resource, StreamErrorCondition condition, string text) =>
        Post(resource.Connection, new Departure(new SessionClose(resource.Session, condition, text), null));

    private void Post(string connection, Departure departure)
    {
        if (!pumps.TryGetValue(connection, out var pump))
        {
            var stream = streams.GetStream<GatewayEvent>(StreamId.Create(GatewayFeed.Namespace, connection));
            pumps.Add(connection, pump = new ConnectionPump(stream, (fault, departures) =>
            {
                pumps.Remove(connection);
                lost(new ConnectionLoss(connection, fault, [.. departures.Select(departure => departure.Sole).OfType<Stanza>()]));
            }));
        }

        pump.Post(departure);
    }
}

/// <summary>A connection that can't be reached, why, and what was for its sessions alone.</summary>
internal sealed record ConnectionLoss(string Connection, Exception Fault, IReadOnlyList<Stanza> Undelivered);
