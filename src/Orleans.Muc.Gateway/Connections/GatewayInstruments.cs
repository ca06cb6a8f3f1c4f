using System.Diagnostics.Metrics;
using Orleans.Muc.Gateway.Sasl;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>The gateway's metrics, in the meter <c>Orleans.Muc.Gateway</c>.</summary>
internal sealed class GatewayInstruments
{
    private readonly UpDownCounter<long> connections;
    private readonly UpDownCounter<long> sessions;
    private readonly Counter<long> logins;
    private readonly Counter<long> slowClients;
    private readonly Counter<long> turnedAway;

    public GatewayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create("Orleans.Muc.Gateway");
        connections = meter.CreateUpDownCounter<long>("muc.connections", "{connection}", "Open connections");
        sessions = meter.CreateUpDownCounter<long>("muc.sessions", "{session}", "Bound sessions");
        logins = meter.CreateCounter<long>("muc.logins", "{login}", "Logins by outcome");
        slowClients = meter.CreateCounter<long>("muc.slow_clients", "{session}", "Sessions ended by the policy DisconnectSlowClient");
        turnedAway = meter.CreateCounter<long>("muc.turned_away", "{connection}", "Connections refused because a limit was reached");
    }

    public void TurnedAway() => turnedAway.Add(1);

    public void Connected() => connections.Add(1);

    public void Disconnected() => connections.Add(-1);

    public void SessionOpened() => sessions.Add(1);

    public void SessionClosed() => sessions.Add(-1);

    public void LoggedIn() => logins.Add(1, new KeyValuePair<string, object?>("outcome", "success"));

    public void LoginFailed(SaslError error) => logins.Add(1, new KeyValuePair<string, object?>("outcome", error.ToName()));

    public void SlowClient() => slowClients.Add(1);
}
