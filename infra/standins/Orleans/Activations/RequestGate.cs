using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>Decides which requests of an activation run now and which wait: one at a time unless interleaving was asked for.</summary>
internal sealed class RequestGate(Activation owner)
{
    private readonly List<GrainRequest> _waiting = [];
    private readonly List<GrainRequest> _running = [];
    private readonly Dictionary<Guid, int> _openChains = [];
    private GrainRequest? _blocking;

    /// <summary>How many requests were begun; tells an idle activation from a busy one.</summary>
    public int Begun { get; private set; }

    public bool IsIdle => _running.Count == 0 && _waiting.Count == 0;

    public bool IsRunning => _running.Count > 0;

    /// <summary>A request has arrived. Called as a turn, like all that changes anything here.</summary>
    public void Receive(GrainRequest request)
    {
        if (owner.TakesRequests && MayRun(request))
        {
            Begin(request);
            return;
        }

        lock (owner.Scheduler.Gate)
        {
            _waiting.Add(request);
        }
    }

    /// <summary>The request could not finish in its first turn.</summary>
    public void Running(GrainRequest request)
    {
        lock (owner.Scheduler.Gate)
        {
            _running.Add(request);
            if (!request.Method.AlwaysInterleaves)
            {
                _blocking ??= request;
            }
        }
    }

    public void Finished(GrainRequest request)
    {
        lock (owner.Scheduler.Gate)
        {
            _running.Remove(request);
            if (ReferenceEquals(_blocking, request))
            {
                _blocking = null;
            }
        }

        BeginWaiting();
        if (_running.Count == 0)
        {
            owner.OnNothingRunning();
        }
    }

    /// <summary>Begins what may run of what waits.</summary>
    public void BeginWaiting()
    {
        for (var i = 0; i < _waiting.Count && owner.TakesRequests;)
        {
            var request = _waiting[i];
            if (!MayRun(request))
            {
                i++;
                continue;
            }

            lock (owner.Scheduler.Gate)
            {
                _waiting.RemoveAt(i);
            }

            Begin(request);

            // Beginning one may have changed what comes before it.
            i = 0;
        }
    }

    /// <summary>Gives back what waits, to be sent elsewhere.</summary>
    public List<GrainRequest> TakeWaiting()
    {
        lock (owner.Scheduler.Gate)
        {
            List<GrainRequest> waiting = [.. _waiting];
            _waiting.Clear();
            return waiting;
        }
    }

    /// <summary>Every request that is somewhere in the activation.</summary>
    public List<GrainRequest> All()
    {
        lock (owner.Scheduler.Gate)
        {
            return [.. _running, .. _waiting, .. owner.Scheduler.Requests()];
        }
    }

    /// <summary>Adds the requests whose callers have waited long enough.</summary>
    public void CollectExpired(long now, List<GrainRequest> expired)
    {
        if (IsIdle && !owner.Scheduler.IsBusy)
        {
            return;
        }

        lock (owner.Scheduler.Gate)
        {
            foreach (var request in _running.Concat(_waiting).Concat(owner.Scheduler.Requests()))
            {
                if (request.Deadline <= now && !request.IsAnswered)
                {
                    expired.Add(request);
                }
            }
        }
    }

    /// <summary>Requests of this call chain are let in from now on.</summary>
    public void OpenChain(Guid chain) => _openChains[chain] = _openChains.GetValueOrDefault(chain) + 1;

    public void CloseChain(Guid chain)
    {
        if (_openChains.GetValueOrDefault(chain) > 1)
        {
            _openChains[chain]--;
        }
        else
        {
            _openChains.Remove(chain);
        }
    }

    private bool MayRun(GrainRequest request)
    {
        if (_running.Count == 0 || _blocking is null || owner.Class.IsReentrant || request.Method.AlwaysInterleaves)
        {
            return true;
        }

        if (_blocking.Method.IsReadOnly && request.Method.IsReadOnly)
        {
            return true;
        }

        return (_openChains.Count > 0 && request.ReentrancyId is var chain && chain != Guid.Empty && _openChains.ContainsKey(chain))
            || (owner.Class.MayInterleave is { } mayInterleave && mayInterleave(owner.GrainInstance!, request));
    }

    private void Begin(GrainRequest request)
    {
        if (request.IsAnswered && owner.Silo.DropsExpired)
        {
            return;
        }

        if (request is not GrainTimer.TickRequest { Timer.KeepsAlive: false })
        {
            Begun++;
        }

        var context = ExecutionContext.Capture();
        RequestContext.Import(request.ContextData);
        try
        {
            request.Execute(owner.TargetOf(request), owner);
        }
        catch (Exception problem)
        {
            // The target was not to be had: no such extension.
            if (!request.Fail(problem))
            {
                owner.Silo.Log.LogWarning(problem, "Request {Request} could not begin.", request);
            }
        }

        if (context is not null && !ReferenceEquals(ExecutionContext.Capture(), context))
        {
            ExecutionContext.Restore(context);
        }
    }
}
