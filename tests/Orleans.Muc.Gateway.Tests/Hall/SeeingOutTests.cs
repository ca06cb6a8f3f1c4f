using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Routing;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Gateway.Telemetry;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Hall;

/// <summary>How a gateway sees sessions out of their rooms, one or all.</summary>
public sealed class SeeingOutTests : IDisposable
{
    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");
    private static readonly Jid Romeo = Jid.Parse("romeo@localhost/orchard");

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualTimeProvider time = new();
    private readonly Grains grains;
    private readonly GatewayHall hall;
    private readonly SessionHost host;
    private readonly Session romeo = new(new BoundSession(Romeo, "s1", "c1", 1), 0, new Deaf());

    public SeeingOutTests()
    {
        var factory = DispatchProxy.Create<IGrainFactory, Grains>();
        grains = (Grains)(object)factory;
        hall = new GatewayHall(DispatchProxy.Create<ILocalSiloDetails, Door.SiloProxy>(), factory, time, new GatewayInstruments(services.GetRequiredService<IMeterFactory>()), NullLogger<GatewayHall>.Instance);
        host = new SessionHost(hall, null!, time, NullLogger<SessionHost>.Instance);
    }

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task A_room_hears_once_that_a_session_leaves()
    {
        await Enters();

        await Soon(host.Stopping(CancellationToken.None));
        await Soon(host.Closed(romeo, linkBroke: false));

        Assert.Equal([RoomCallKind.Stanza, RoomCallKind.ServiceStopping], grains.Calls);
    }

    [Fact]
    public async Task Who_enters_again_while_it_stops_leaves_again()
    {
        await Enters();
        await Soon(host.Stopping(CancellationToken.None));
        await Enters();

        await Soon(host.Closed(romeo, linkBroke: false));

        Assert.Equal([RoomCallKind.Stanza, RoomCallKind.ServiceStopping, RoomCallKind.Stanza, RoomCallKind.SessionEnded], grains.Calls);
    }

    [Fact]
    public async Task Who_has_no_time_to_wait_for_rooms_does_not()
    {
        await Enters();
        grains.Silent = true;
        using var end = new CancellationTokenSource();
        var stopping = host.Stopping(end.Token);
        Assert.False(stopping.IsCompleted);

        await end.CancelAsync();

        await Soon(stopping);
    }

    [Fact]
    public async Task Ends_of_streams_wait_no_longer_than_what_the_stop_has_left()
    {
        await Enters();
        grains.Silent = true;
        var stopping = host.Stopping(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(2));
        await Soon(stopping);

        await Soon(host.Closed(romeo, linkBroke: false));
    }

    [Theory]
    [InlineData(false, RoomCallKind.SessionEnded)]
    [InlineData(true, RoomCallKind.SessionLost)]
    public async Task A_room_hears_whether_the_link_broke(bool linkBroke, RoomCallKind heard)
    {
        await Enters();

        await Soon(host.Closed(romeo, linkBroke));

        Assert.Equal([RoomCallKind.Stanza, heard], grains.Calls);
    }

    private async Task Enters()
    {
        var entry = hall.Find(romeo) ?? hall.Add(romeo);
        await entry.Send(Verona, new Stanza(StanzaKind.Presence, Payload.Empty) { From = Romeo, To = Verona });
        await Soon(entry.LaneTo(Verona).Drained());
    }

    private static Task Soon(Task task) => Patience.For(task, "the gateway");

    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy is derived from it at run time.")]
    public class Grains : DispatchProxy, IRoomGrain
    {
        private readonly List<RoomCallKind> calls = [];

        public IReadOnlyList<RoomCallKind> Calls => calls;

        /// <summary>Whether calls are not answered any more.</summary>
        public bool Silent { get; set; }

        public Task Take(RoomCall call)
        {
            ArgumentNullException.ThrowIfNull(call);
            calls.Add(call.Kind);
            return Silent ? new TaskCompletionSource().Task : Task.CompletedTask;
        }

        public Task Resume(string connection) => throw new NotSupportedException();

        public Task Resync(string connection, RoomReport report) => throw new NotSupportedException();

        public Task SilosLost(SiloAddress[] silos) => throw new NotSupportedException();

        public Task Sweep() => throw new NotSupportedException();

        public Task RemoveAccount(Jid account) => throw new NotSupportedException();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.ReturnType == typeof(IUserGrain) ? DispatchProxy.Create<IUserGrain, User>() : this;
    }

    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy is derived from it at run time.")]
    public class User : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Task.CompletedTask;
    }

    private sealed class Deaf : ISessionLink
    {
        public bool Append(in EncodedStanza stanza, ReadOnlyMemory<byte> to) => true;

        public void Flush()
        {
        }

        public void Close(StreamErrorCondition condition, string? text) => throw new NotSupportedException();
    }
}
