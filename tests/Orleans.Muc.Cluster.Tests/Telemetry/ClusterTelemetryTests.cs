using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Cluster.Tests.Survival;
using Orleans.Muc.Gateway;
using Orleans.Muc.Grains;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;
using Orleans.TestingHost;

namespace Orleans.Muc.Cluster.Tests.Telemetry;

/// <summary>Counts, call times and traces of two silos with people on both. Who listens to traces hears those of the whole process, so nothing else runs beside them.</summary>
[Collection(nameof(Alone))]
public sealed class ClusterTelemetryTests : IAsyncLifetime
{
    private const string Room = "verona@conference.localhost";

    private MucCluster cluster = null!;
    private List<MeterWatch> watches = null!;

    public async ValueTask InitializeAsync()
    {
        cluster = await MucCluster.StartAsync(2, telemetry: true);
        watches = [.. cluster.Silos.Select(Watch)];
    }

    public async ValueTask DisposeAsync()
    {
        watches.ForEach(watch => watch.Dispose());
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Rooms_and_occupants_are_counted_where_the_room_is_awake()
    {
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1]);
        await romeo.CreateAsync(Room, "Romeo");
        await juliet.EnterAsync(Room, "Juliet");
        var home = watches[cluster.Silos[0] == cluster.HomeOf(Room) ? 0 : 1];
        Assert.Equal((1, 2), (home.Now("muc.rooms"), home.Now("muc.occupants")));
        Assert.Equal((1, 2), (Sum("muc.rooms"), Sum("muc.occupants")));

        await juliet.SendAsync($"<presence type='unavailable' to='{Room}/Juliet'/>");
        await romeo.ExpectAsync($"<presence type='unavailable' from='{Room}/Juliet'/>");
        Assert.Equal((1, 1), (Sum("muc.rooms"), Sum("muc.occupants")));

        // A temporary room ends with its last occupant.
        await romeo.SendAsync($"<presence type='unavailable' to='{Room}/Romeo'/>");
        await romeo.ExpectAsync($"<presence type='unavailable' from='{Room}/Romeo'/>");
        Assert.Equal((0, 0), (Sum("muc.rooms"), Sum("muc.occupants")));
    }

    [Fact]
    public async Task A_room_that_moves_is_counted_once()
    {
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        await romeo.CreateAsync(Room, "Romeo", "<field var='muc#roomconfig_persistentroom'><value>1</value></field>");
        var home = cluster.HomeOf(Room)!;
        var other = cluster.Silos.First(silo => silo != home);
        var juliet = await cluster.LoginAsync("Juliet", other);
        await juliet.EnterAsync(Room, "Juliet");

        var left = watches[cluster.Silos[0] == home ? 1 : 0];
        await cluster.StopAsync(home);
        await juliet.SayAsync(Room, "anybody here");
        await juliet.HearAsync(Room, "Juliet", "anybody here");

        Assert.Equal(1, left.Now("muc.rooms"));
    }

    [Fact]
    public async Task Calls_are_measured_by_method_and_those_that_fail_by_their_fault()
    {
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        await romeo.CreateAsync(Room, "Romeo");
        Assert.Contains("interface=IRoomGrain,method=Take", watches[0].Of("muc.grain.calls.duration").Select(call => call.Tags));
        Assert.DoesNotContain(watches[0].Of("muc.grain.calls.duration"), call => call.Tags.Contains("method=SilosLost", StringComparison.Ordinal));
        Assert.All(watches[0].Of("muc.grain.calls.duration"), call => Assert.InRange(call.Value, 0, 60));

        // A gateway that does not exist.
        var grains = MucCluster.Services(cluster.Silos[0]).GetRequiredService<IGrainFactory>();
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => grains.GetGrain<IConnectionGrain>("127.0.0.1:1@1/0").ReportRoom(Jid.Parse(Room)));
        Assert.Contains($"interface=IConnectionGrain,method=ReportRoom,error.type={fault.GetType().FullName}", watches[0].Of("muc.grain.calls.duration").Select(call => call.Tags));
    }

    [Fact]
    public async Task A_message_is_one_trace_from_its_gateway_through_its_room_to_every_gateway()
    {
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1]);
        await romeo.CreateAsync(Room, "Romeo");
        await juliet.EnterAsync(Room, "Juliet");
        using var spans = new Spans();

        foreach (var word in (string[])["But soft", "What light"])
        {
            await romeo.SayAsync(Room, word);
            await romeo.HearAsync(Room, "Romeo", word);
            await juliet.HearAsync(Room, "Romeo", word);
        }

        await Turns.Until(() => spans.Named("muc.request").Count == 2 && spans.Named("muc.fanout").Count == 4, "the spans of both messages");
        foreach (var request in spans.Named("muc.request"))
        {
            Assert.Equal(default, request.ParentSpanId);
            Assert.Equal("groupchat", request.GetTagItem("muc.stanza"));
            var call = Assert.Single(spans.In(request, "IRoomGrain/Take"));
            Assert.Equal(request.SpanId, call.ParentSpanId);
            Assert.Equal(call.SpanId, Assert.Single(spans.In(request, "muc.commit")).ParentSpanId);
            var ways = spans.In(request, "muc.fanout");
            Assert.Equal([call.SpanId, call.SpanId], ways.Select(way => way.ParentSpanId));
            var arrivals = spans.In(request, "IPushExtension/Push");
            Assert.Equal(ways.Select(way => way.SpanId.ToHexString()).Order(), arrivals.Select(arrival => arrival.ParentSpanId.ToHexString()).Order());
            Assert.All(arrivals, arrival => Assert.Equal(1, arrival.GetTagItem("muc.deliveries")));
        }

        Assert.All(spans.All, span => Assert.Contains(span.OperationName, OperationsPage.Spans.Append("IRoomGrain/Take").Append("IConnectionGrain/ReportRoom")));
        Assert.All(spans.All.SelectMany(span => span.TagObjects), tag => Assert.DoesNotMatch("(?i)romeo|juliet|verona|localhost|soft|light", $"{tag.Key}={tag.Value}"));
    }

    private static MeterWatch Watch(SiloHandle silo) => new(MucCluster.Services(silo).GetRequiredService<IMeterFactory>());

    private double Sum(string instrument) => watches.Sum(watch => watch.Now(instrument));

    /// <summary>The spans of our own sources.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> ended = new();
        private readonly ActivityListener listener;

        public Spans()
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == GrainTelemetry.Name || source.Name == GatewayTelemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = ended.Enqueue,
            };
            ActivitySource.AddActivityListener(listener);
        }

        public IReadOnlyCollection<Activity> All => ended;

        public IReadOnlyList<Activity> Named(string name) => [.. ended.Where(span => span.OperationName == name)];

        public IReadOnlyList<Activity> In(Activity root, string name) => [.. Named(name).Where(span => span.TraceId == root.TraceId)];

        public void Dispose() => listener.Dispose();
    }
}
