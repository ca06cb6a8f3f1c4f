using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The silos and clients of one cluster id, all in this process: where their members, activations and memory are.</summary>
internal sealed class InProcessCluster
{
    private static readonly ConcurrentDictionary<string, InProcessCluster> s_all = new();
    private readonly ConcurrentDictionary<string, object> _shared = new();
    private readonly Timer _timer;
    private readonly string _key;
    private int _users;

    private InProcessCluster(string key)
    {
        _key = key;
        Directory = new GrainDirectory();
        Membership = new MembershipTable();
        Dispatcher = new Dispatcher(this);
        _timer = new Timer(static cluster => ((InProcessCluster)cluster!).Dispatcher.FailExpired(), this, 200, 200);
    }

    public GrainDirectory Directory { get; }

    public MembershipTable Membership { get; }

    public Dispatcher Dispatcher { get; }

    public ConcurrentDictionary<SiloAddress, SiloNode> Silos { get; } = new();

    public static InProcessCluster Join(string key)
    {
        while (true)
        {
            var cluster = s_all.GetOrAdd(key, static k => new InProcessCluster(k));
            lock (cluster)
            {
                if (cluster._users >= 0)
                {
                    cluster._users++;
                    return cluster;
                }
            }
        }
    }

    /// <summary>The last one out takes the cluster with it.</summary>
    public void Leave()
    {
        lock (this)
        {
            if (--_users == 0)
            {
                _users = int.MinValue;
                s_all.TryRemove(_key, out _);
                _timer.Dispose();
            }
        }
    }

    /// <summary>A thing there is one of per cluster.</summary>
    public T Shared<T>(string name, Func<T> create)
        where T : class
        => (T)_shared.GetOrAdd(name, _ => create());
}
