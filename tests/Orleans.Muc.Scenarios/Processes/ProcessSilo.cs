using System.Diagnostics;
using System.Net;
using Orleans.Muc.Testing;
using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Scenarios.Processes;

/// <summary>One life of a server process.</summary>
internal sealed class ProcessSilo(HostSettings settings, int siloPort) : ISilo
{
    /// <summary>The port by which the others know it.</summary>
    public int SiloPort => siloPort;

    public IPEndPoint Gateway { get; } = new(IPAddress.Loopback, settings.TcpPort);

    public long StartedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>When it was killed or told to stop; after everything while it was not.</summary>
    public long OverAt { get; private set; } = long.MaxValue;

    public bool IsOver => OverAt < long.MaxValue;

    public HostProcess Host { get; private set; } = null!;

    /// <param name="heard">Told of every line it writes.</param>
    public async Task StartAsync(Action<ProcessSilo, string> heard) => Host = await HostProcess.StartAsync(settings, line => heard(this, line));

    public void End() => OverAt = Stopwatch.GetTimestamp();

    public override string ToString() => $"the server on port {siloPort}";
}
