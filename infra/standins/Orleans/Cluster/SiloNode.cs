using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>A silo: hosts activations, and makes calls for them and for the code beside them.</summary>
internal sealed class SiloNode : ClusterNode, ILocalSiloDetails, IGrainRuntime, IDisposable
{
    private readonly ClusterMembershipOptions _liveness;
    private readonly ActivationCollector _collector;
    private int _isDead;
    private int _isDeclaredDead;

    public SiloNode(IServiceProvider services, string clusterKey)
        : base(InProcessCluster.Join(clusterKey), services, services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout)
    {
        var endpoint = services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Address = SiloAddress.New(endpoint.AdvertisedIPAddress, endpoint.SiloPort, SiloAddress.AllocateNewGeneration());
        GatewayAddress = SiloAddress.New(endpoint.AdvertisedIPAddress, endpoint.GatewayPort, Address.Generation);
        Name = services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName is { Length: > 0 } name ? name : $"Silo_{Address.Generation}";
        ClusterId = services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId;
        Collection = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        Quantum = (long)services.GetRequiredService<IOptions<SchedulingOptions>>().Value.ActivationSchedulingQuantum.TotalMilliseconds;
        Messaging = services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value;
        _liveness = services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        Clock = services.GetKeyedService<TimeProvider>(TimeProviderNames.Grains) ?? services.GetService<TimeProvider>() ?? TimeProvider.System;
        IncomingFilters = new IncomingFilterChain(services.GetServices<IIncomingGrainCallFilter>());
        Membership = new ClusterMembershipService(this);
        Placement = new PlacementService(this);
        _collector = new ActivationCollector(this);
        Cluster.Silos[Address] = this;
    }

    public string Name { get; }

    public SiloAddress Address { get; }

    public SiloAddress GatewayAddress { get; }

    public string ClusterId { get; }

    public GrainCollectionOptions Collection { get; }

    public SiloMessagingOptions Messaging { get; }

    public bool DropsExpired => Messaging.DropExpiredMessages;

    /// <summary>How long an activation keeps its thread, in milliseconds.</summary>
    public long Quantum { get; }

    public TimeProvider Clock { get; }

    public IncomingFilterChain IncomingFilters { get; }

    public ClusterMembershipService Membership { get; }

    public PlacementService Placement { get; }

    public override bool IsDead => _isDead != 0;

    public bool IsDeclaredDead => _isDeclaredDead != 0;

    public override SiloNode Gateway => this;

    string ILocalSiloDetails.DnsHostName => Dns.GetHostName();

    SiloAddress ILocalSiloDetails.SiloAddress => Address;

    SiloAddress IGrainRuntime.SiloAddress => Address;

    string IGrainRuntime.SiloIdentity => Address.ToString();

    IGrainFactory IGrainRuntime.GrainFactory => GrainFactory;

    IServiceProvider IGrainRuntime.ServiceProvider => Services;

    TimeProvider IGrainRuntime.TimeProvider => Clock;

    Timers.ITimerRegistry IGrainRuntime.TimerRegistry => Services.GetRequiredService<Timers.ITimerRegistry>();

    public void Become(SiloStatus status) => Cluster.Membership.Update(new ClusterMember(Address, status, Name));

    /// <summary>Ends every activation, as many at once as there are, and waits for them.</summary>
    public async Task DeactivateAll(CancellationToken cancellationToken)
    {
        var activations = Cluster.Directory.Of(this).ToList();
        foreach (var activation in activations)
        {
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is shutting down."), cancellationToken);
        }

        await Task.WhenAll(activations.Select(a => a.Deactivated)).WaitAsync(cancellationToken);
    }

    /// <summary>What was left in an ended activation goes to the next one.</summary>
    public void Forward(GrainRequest request)
    {
        if (request is GrainTimer.TickRequest)
        {
            return;
        }

        if (++request.Forwards > Messaging.MaxForwardCount)
        {
            request.Fail(new OrleansMessageRejectionException($"The call {request} met an ended activation {request.Forwards} times."));
            return;
        }

        request.Reference.Last = null;
        Cluster.Dispatcher.Deliver(request, this);
    }

    /// <summary>The silo is gone from one moment to the next: its activations stop where they are. The others notice later.</summary>
    public void Kill()
    {
        if (!StopDead())
        {
            return;
        }

        Log.LogWarning("Silo {Silo} was killed.", Address);
        _ = DeclareDeadLater();
    }

    /// <summary>The cluster gives the silo up: its calls fail, its grains may be activated elsewhere.</summary>
    public void DeclareDead()
    {
        if (Interlocked.Exchange(ref _isDeclaredDead, 1) != 0)
        {
            return;
        }

        StopDead();
        Become(SiloStatus.Dead);
        foreach (var activation in Cluster.Directory.Of(this).ToList())
        {
            Cluster.Directory.Remove(activation);
            foreach (var request in activation.Gate.All())
            {
                request.Fail(new SiloUnavailableException($"Silo {Address} died with the call {request}."));
            }
        }

        Cluster.Silos.TryRemove(Address, out _);
        Cluster.Leave();
    }

    /// <summary>The silo has stopped, and says so. One that was killed can't.</summary>
    public void Dispose()
    {
        if (!IsDead)
        {
            DeclareDead();
        }
    }

    public void StartCollecting() => _collector.Start();

    void IGrainRuntime.DeactivateOnIdle(IGrainContext grainContext)
        => grainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The grain asked for it."));

    void IGrainRuntime.DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => ((Activation)grainContext).Life.Keep(timeSpan);

    private bool StopDead()
    {
        if (Interlocked.Exchange(ref _isDead, 1) != 0)
        {
            return false;
        }

        _collector.Dispose();
        Membership.Close();
        foreach (var activation in Cluster.Directory.Of(this).ToList())
        {
            activation.Life.Halt();
        }

        return true;
    }

    private async Task DeclareDeadLater()
    {
        await Task.Delay(_liveness.ProbeTimeout * _liveness.NumMissedProbesLimit).ConfigureAwait(false);
        DeclareDead();
    }
}
