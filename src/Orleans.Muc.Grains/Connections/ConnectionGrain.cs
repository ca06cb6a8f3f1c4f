using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Xmpp;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Muc.Grains.Connections;

/// <summary>Hands what its stream brings to the hall of the gateway on this silo. It holds nothing, so its deactivation loses nothing.</summary>
[SiloPinned, KeepAlive, Immovable, ImplicitStreamSubscription(GatewayFeed.Namespace)]
internal sealed class ConnectionGrain(IGatewayHall hall) : Grain, IConnectionGrain, IStreamSubscriptionObserver, IAsyncObserver<GatewayEvent>
{
    private int _shard;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!ConnectionKey.TryParse(this.GetPrimaryKeyString(), out var key))
            throw new ArgumentException($"'{this.GetPrimaryKeyString()}' is no connection key: expected silo/shard.");
        _shard = key.Value.Shard;
        return Task.CompletedTask;
    }

    public Task<RoomReport> ReportRoom(Jid room) => Task.FromResult(hall.ReportRoom(_shard, room));

    public Task<BoundSession[]> ReportSessions(Jid account) => Task.FromResult(hall.ReportSessions(_shard, account));

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<GatewayEvent>().ResumeAsync(this);

    public Task OnNextAsync(GatewayEvent item, StreamSequenceToken? token = null)
    {
        hall.Show(_shard, item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
