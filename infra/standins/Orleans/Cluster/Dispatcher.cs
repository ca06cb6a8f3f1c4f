using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Brings requests to activations, making those first that there are none of.</summary>
internal sealed class Dispatcher(InProcessCluster cluster)
{
    private readonly ConcurrentDictionary<GrainRequest, byte> _unplaced = new(ReferenceEqualityComparer.Instance);

    public void Deliver(GrainRequest request, SiloNode? gateway)
    {
        while (cluster.Directory.TryFind(request.Reference.GrainId, out var activation))
        {
            if (activation.TryReceive(request))
            {
                request.Reference.Last = activation;
                return;
            }

            if (activation.Silo.IsDead && !activation.Silo.IsDeclaredDead)
            {
                request.Fail(Unreachable(activation.Silo, request));
                return;
            }

            cluster.Directory.Remove(activation);
        }

        if (gateway is null)
        {
            request.Fail(new SiloUnavailableException($"There is no active silo for the call {request}."));
            return;
        }

        Place(request, gateway);
    }

    /// <summary>Answers the requests whose callers have waited long enough.</summary>
    public void FailExpired()
    {
        var now = Environment.TickCount64;
        var expired = new List<GrainRequest>();
        foreach (var activation in cluster.Directory.All)
        {
            activation.Gate.CollectExpired(now, expired);
        }

        expired.AddRange(_unplaced.Keys.Where(r => r.Deadline <= now));
        foreach (var request in expired)
        {
            request.Fail(new TimeoutException($"The call {request} from {request.Source?.ToString() ?? "a client"} was not answered in time."));
        }
    }

    private void Place(GrainRequest request, SiloNode gateway)
    {
        Task<SiloNode> choice;
        try
        {
            choice = gateway.Placement.Choose(request);
        }
        catch (Exception problem)
        {
            request.Fail(problem);
            return;
        }

        if (choice.IsCompletedSuccessfully)
        {
            Activate(request, choice.Result);
        }
        else
        {
            _ = ActivateWhen(request, choice);
        }
    }

    private async Task ActivateWhen(GrainRequest request, Task<SiloNode> choice)
    {
        _unplaced.TryAdd(request, 0);
        try
        {
            var silo = await choice.ConfigureAwait(false);
            _unplaced.TryRemove(request, out _);
            Activate(request, silo);
        }
        catch (Exception problem)
        {
            _unplaced.TryRemove(request, out _);
            request.Fail(problem);
        }
    }

    private void Activate(GrainRequest request, SiloNode silo)
    {
        var grainId = request.Reference.GrainId;
        while (true)
        {
            if (silo.IsDead)
            {
                request.Fail(Unreachable(silo, request));
                return;
            }

            if (!cluster.Directory.TryFind(grainId, out var activation))
            {
                var created = new Activation(silo, grainId, silo.Placement.ClassOf(grainId));
                activation = cluster.Directory.Add(created);
                if (ReferenceEquals(activation, created))
                {
                    Begin(created);
                }
            }

            if (activation.TryReceive(request))
            {
                request.Reference.Last = activation;
                return;
            }

            if (activation.Silo.IsDead && !activation.Silo.IsDeclaredDead)
            {
                request.Fail(Unreachable(activation.Silo, request));
                return;
            }

            cluster.Directory.Remove(activation);
        }
    }

    private void Begin(Activation activation)
    {
        activation.Life.Begin();

        // A silo that died meanwhile has not seen it.
        if (activation.Silo.IsDead)
        {
            activation.Life.Halt();
        }

        if (activation.Silo.IsDeclaredDead)
        {
            cluster.Directory.Remove(activation);
        }
    }

    private static SiloUnavailableException Unreachable(SiloNode silo, GrainRequest request) => new($"Silo {silo.Address}, the target of the call {request}, can't be reached.");
}
