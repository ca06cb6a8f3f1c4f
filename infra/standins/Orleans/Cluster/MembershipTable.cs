using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>The members of a cluster; every change is told to those who listen.</summary>
internal sealed class MembershipTable
{
    private readonly Lock _gate = new();
    private ImmutableArray<Action<ClusterMembershipSnapshot>> _listeners = [];

    public ClusterMembershipSnapshot Current { get; private set; } = new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, new MembershipVersion(0));

    public void Update(ClusterMember member)
    {
        lock (_gate)
        {
            if (Current.Members.TryGetValue(member.SiloAddress, out var old) && old.Status >= member.Status)
            {
                return;
            }

            Current = new ClusterMembershipSnapshot(Current.Members.SetItem(member.SiloAddress, member), new MembershipVersion(Current.Version.Value + 1));
            foreach (var listener in _listeners)
            {
                listener(Current);
            }
        }
    }

    /// <summary>Tells the present snapshot, then every later one, until the result is disposed of.</summary>
    public IDisposable Listen(Action<ClusterMembershipSnapshot> listener)
    {
        lock (_gate)
        {
            _listeners = _listeners.Add(listener);
            listener(Current);
        }

        return new Listening(this, listener);
    }

    private sealed class Listening(MembershipTable table, Action<ClusterMembershipSnapshot> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (table._gate)
            {
                table._listeners = table._listeners.Remove(listener);
            }
        }
    }
}
