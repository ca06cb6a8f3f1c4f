using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>Whoever makes calls: a silo or a client.</summary>
internal abstract class ClusterNode
{
    private readonly Shuffle? _shuffle;

    protected ClusterNode(InProcessCluster cluster, IServiceProvider services, TimeSpan responseTimeout)
    {
        Cluster = cluster;
        Services = services;
        ResponseTimeout = (long)responseTimeout.TotalMilliseconds;
        References = new ReferenceFactory(this);
        GrainFactory = new GrainFactory(References, services);
        OutgoingFilters = new OutgoingFilterChain(this, services.GetService(typeof(IEnumerable<IOutgoingGrainCallFilter>)) as IEnumerable<IOutgoingGrainCallFilter> ?? []);
        _shuffle = Shuffle.From(services);
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

        if (method.CopiesArguments && !TryCopyArguments(request))
        {
            return;
        }

        if (_shuffle?.Delay() is { } delay)
        {
            _ = DeliverAfter(delay, request);
        }
        else
        {
            Deliver(request);
        }
    }

    private bool TryCopyArguments(GrainRequest request)
    {
        try
        {
            request.CopyArguments(new Copying.CopyContext(request.Reference.Last?.Silo ?? Gateway));
            return true;
        }
        catch (Exception problem)
        {
            request.Fail(problem);
            return false;
        }
    }

    private void Deliver(GrainRequest request)
    {
        if (request.Reference.Last is not { } activation || !activation.TryReceive(request))
        {
            Cluster.Dispatcher.Deliver(request, Gateway);
        }
    }

    private async Task DeliverAfter(Task delay, GrainRequest request)
    {
        await delay.ConfigureAwait(false);
        Deliver(request);
    }
}
