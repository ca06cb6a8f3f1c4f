using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Gateway.Telemetry;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Testing;
using Orleans.Muc.Testing.Survival;

namespace Orleans.Muc.Gateway.Tests.Telemetry;

/// <summary>Every silo shows the sessions of all.</summary>
public sealed class ClusterSessionsTests : IClusterSessionsGrain
{
    private readonly Channel<long> told = Channel.CreateUnbounded<long>();
    private long others = 40;

    [Fact]
    public async Task A_silo_tells_its_own_sessions_again_and_again_and_shows_those_of_all_and_none_when_it_goes()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var watch = new MeterWatch(meters);
        var (instruments, time) = (new GatewayInstruments(meters), new ManualTimeProvider());
        Assert.Equal(double.NaN, watch.Now("muc.cluster.sessions"));
        var factory = DispatchProxy.Create<IGrainFactory, Factory>();
        ((Factory)factory).Grain = this;
        instruments.SessionOpened();
        using var sessions = new ClusterSessions(instruments, factory, DispatchProxy.Create<ILocalSiloDetails, Door.SiloProxy>(), Door.Identity, time);

        await sessions.StartAsync(TestContext.Current.CancellationToken);
        await TellsAsync(1);
        await Eventually.So(() => watch.Now("muc.cluster.sessions") == 41, "41 are shown");

        instruments.SessionOpened();
        others = -1;
        time.Advance(ClusterSessions.Pause);
        await TellsAsync(2);
        // The call has failed.
        Assert.Equal(41, watch.Now("muc.cluster.sessions"));

        others = 50;
        time.Advance(ClusterSessions.Pause);
        await TellsAsync(2);
        await Eventually.So(() => watch.Now("muc.cluster.sessions") == 52, "52 are shown");

        await sessions.StopAsync(TestContext.Current.CancellationToken);
        await TellsAsync(0);
    }

    Task<long> IClusterSessionsGrain.Report(SiloAddress silo, long sessions)
    {
        told.Writer.TryWrite(sessions);
        return others < 0 ? Task.FromException<long>(new TimeoutException()) : Task.FromResult(others + sessions);
    }

    private async Task TellsAsync(long sessions) => Assert.Equal(sessions, await Patience.For(told.Reader.ReadAsync().AsTask(), "the silo to tell"));

    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy is derived from it at run time.")]
    public class Factory : DispatchProxy
    {
        internal IClusterSessionsGrain Grain { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Grain;
    }
}
