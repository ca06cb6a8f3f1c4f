using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>Whoever makes calls: a silo or a client.</summary>
internal abstract class ClusterNode
{
    protected ClusterNode(InProcessCluster cluster, IServiceProvider services, TimeSpan responseTimeout)
    {
        Cluster = cluster;
        Services = services;
        ResponseTimeout = (long)responseTimeout.TotalMilliseconds;
        References = new ReferenceFactory(this);
        GrainFactory = new GrainFactory(References, services);
        OutgoingFilters = new OutgoingFilterChain(this, services.GetService(typeof(IEnumerable<IOutgoingGrainCallFilter>)) as IEnumerable<IOutgoingGrainCallFilter> ?? []);
        Log = ((ILoggerFactory)services.GetService(typeof(ILoggerFactory))!).CreateLogger("Orleans");
    }

    public InProcessCluster Cluster { get; }

    public IServiceProvider Services { get; }

    public ILogger Log { get; }

    public ReferenceFactory References { get; }

    public GrainFactory GrainFactory { get; }

    public OutgoingFilterChain OutgoingFilters { get; }

    /// <summary>Killed or stopped: its calls go nowhere and nothing comes back.</summary>
    public abstract bool IsDead { get; }

    /// <summary>The silo that finds a place for grains not active yet.</summary>
    public abstract SiloNode? Gateway { get; }

    /// <summary>In milliseconds.</summary>
    public long ResponseTimeout { get; }

    public void Send(GrainRequest request)
    {
        var method = request.Method;
        request.ContextData = RequestContext.Export();
        if (!method.IsOneWay)
        {
            request.Deadline = Environment.TickCount64 + (method.ResponseTimeout is { } own ? (long)own.TotalMilliseconds : ResponseTimeout);
        }

        if (IsDead)
        {
            request.Fail(new SiloUnavailableException($"The host that makes the call {request} has stopped."));
            return;
        }

        if (method.CopiesArguments)
        {
            request.CopyArguments(new Copying.CopyContext(request.Reference.Last?.Silo ?? Gateway));
        }

        if (request.Reference.Last is not { } activation || !activation.TryReceive(request))
        {
            Cluster.Dispatcher.Deliver(request, Gateway);
        }
    }
}
