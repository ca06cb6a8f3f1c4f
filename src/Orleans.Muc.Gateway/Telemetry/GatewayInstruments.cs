using System.Diagnostics.Metrics;
using Orleans.Muc.Gateway.Sasl;

namespace Orleans.Muc.Gateway.Telemetry;

/// <summary>The gateway's metrics, in the meter <see cref="MeterName"/>; docs/operations.md says what each means. Tags have few values, and never a name of an account, a room or an address.</summary>
internal sealed class GatewayInstruments
{
    public const string MeterName = "Orleans.Muc.Gateway";

    private static readonly KeyValuePair<string, object?> FromRoom = new("origin", "room");
    private static readonly KeyValuePair<string, object?> FromUser = new("origin", "user");

    private readonly Counter<long> connectionsRefused;
    private readonly Counter<long> logins;
    private readonly Counter<long> loginsRefused;
    private readonly Counter<long> registrations;
    private readonly Counter<long> deliveries;
    private readonly Counter<long> outboundDrops;
    private long connections;
    private long sessions;
    private long clusterSessions = -1;

    public GatewayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter("muc.connections", () => Volatile.Read(ref connections), "{connection}", "Open connections");
        meter.CreateObservableUpDownCounter("muc.sessions", () => Sessions, "{session}", "Bound sessions");
        meter.CreateObservableUpDownCounter("muc.cluster.sessions", OfCluster, "{session}", "Bound sessions of all silos together, as they last told");
        connectionsRefused = meter.CreateCounter<long>("muc.connections.refused", "{connection}", "Connections turned away because a limit was reached");
        logins = meter.CreateCounter<long>("muc.logins", "{login}", "Logins that succeeded");
        loginsRefused = meter.CreateCounter<long>("muc.logins.refused", "{login}", "Logins that failed, by the reason the client was given");
        registrations = meter.CreateCounter<long>("muc.registrations", "{account}", "Accounts that clients have made");
        deliveries = meter.CreateCounter<long>("muc.deliveries", "{stanza}", "Stanzas of rooms and users put into sessions' outbound queues");
        outboundDrops = meter.CreateCounter<long>("muc.outbound.drops", "{session}", "Sessions ended because too much waited for their client");
    }

    /// <summary>Bound sessions of this silo.</summary>
    public long Sessions => Volatile.Read(ref sessions);

    /// <summary>Bound sessions of all silos; not shown before it is known.</summary>
    public long ClusterSessions
    {
        set => Volatile.Write(ref clusterSessions, value);
    }

    public void Connected() => Interlocked.Increment(ref connections);

    public void Disconnected() => Interlocked.Decrement(ref connections);

    public void ConnectionRefused() => connectionsRefused.Add(1);

    public void SessionOpened() => Interlocked.Increment(ref sessions);

    public void SessionClosed() => Interlocked.Decrement(ref sessions);

    public void LoggedIn() => logins.Add(1);

    public void LoginRefused(SaslError reason) => loginsRefused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToName()));

    public void Registered() => registrations.Add(1);

    /// <summary>Once for all recipients of an event.</summary>
    public void Delivered(int stanzas, bool byRoom)
    {
        if (stanzas > 0)
            deliveries.Add(stanzas, byRoom ? FromRoom : FromUser);
    }

    /// <summary>The policy DisconnectSlowClient was carried out.</summary>
    public void OutboundDropped() => outboundDrops.Add(1);

    private IEnumerable<Measurement<long>> OfCluster() => Volatile.Read(ref clusterSessions) is >= 0 and var known ? [new(known)] : [];
}
