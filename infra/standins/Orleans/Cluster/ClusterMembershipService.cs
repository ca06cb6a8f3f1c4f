using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>The membership table as one silo sees it, until it dies.</summary>
internal sealed class ClusterMembershipService : IClusterMembershipService, ISiloStatusOracle
{
    private readonly SiloNode _silo;
    private readonly IDisposable _listening;
    private readonly HashSet<ISiloStatusListener> _observers = [];
    private volatile Page _last;

    public ClusterMembershipService(SiloNode silo)
    {
        _silo = silo;
        _last = new Page(silo.Cluster.Membership.Current);
        _listening = silo.Cluster.Membership.Listen(Receive);
    }

    public ClusterMembershipSnapshot CurrentSnapshot => _last.Snapshot;

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => Pages();

    public SiloStatus CurrentStatus => GetApproximateSiloStatus(_silo.Address);

    public string SiloName => _silo.Name;

    public SiloAddress SiloAddress => _silo.Address;

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => default;

    public Task<bool> TryKill(SiloAddress siloAddress)
    {
        if (!_silo.Cluster.Silos.TryGetValue(siloAddress, out var victim))
        {
            return Task.FromResult(false);
        }

        victim.Kill();
        victim.DeclareDead();
        return Task.FromResult(true);
    }

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => CurrentSnapshot.GetSiloStatus(siloAddress);

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false)
        => CurrentSnapshot.Members.Values.Where(m => !onlyActive || m.Status == SiloStatus.Active).ToDictionary(m => m.SiloAddress, m => m.Status);

    /// <summary>In order of their addresses.</summary>
    public SiloAddress[] GetActiveSilos() => [.. _last.Active];

    public bool TryGetSiloName(SiloAddress siloAddress, out string? siloName)
    {
        siloName = CurrentSnapshot.Members.GetValueOrDefault(siloAddress)?.Name;
        return siloName is not null;
    }

    public bool IsFunctionalDirectory(SiloAddress siloAddress) => !GetApproximateSiloStatus(siloAddress).IsTerminating();

    public bool IsDeadSilo(SiloAddress silo) => GetApproximateSiloStatus(silo) == SiloStatus.Dead;

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer)
    {
        lock (_observers)
        {
            return _observers.Add(observer);
        }
    }

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer)
    {
        lock (_observers)
        {
            return _observers.Remove(observer);
        }
    }

    /// <summary>Nothing is heard from here on, and whoever waits for news waits no longer.</summary>
    public void Close()
    {
        _listening.Dispose();
        _last.Next.TrySetResult(null);
    }

    private void Receive(ClusterMembershipSnapshot snapshot)
    {
        var previous = _last;
        if (snapshot.Version == previous.Snapshot.Version)
        {
            return;
        }

        _last = new Page(snapshot);
        previous.Next.TrySetResult(_last);
        ISiloStatusListener[] observers;
        lock (_observers)
        {
            observers = [.. _observers];
        }

        foreach (var change in snapshot.CreateUpdate(previous.Snapshot).Changes)
        {
            Array.ForEach(observers, o => o.SiloStatusChangeNotification(change.SiloAddress, change.Status));
        }
    }

    private async IAsyncEnumerable<ClusterMembershipSnapshot> Pages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var page = _last; page is not null; page = await page.Next.Task.WaitAsync(cancellationToken))
        {
            yield return page.Snapshot;
        }
    }

    private sealed class Page(ClusterMembershipSnapshot snapshot)
    {
        public ClusterMembershipSnapshot Snapshot => snapshot;

        public SiloAddress[] Active { get; } = [.. snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress).Order()];

        public TaskCompletionSource<Page?> Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
