using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>A client outside of any silo.</summary>
internal sealed class ClientNode(IServiceProvider services, string clusterKey)
    : ClusterNode(InProcessCluster.Join(clusterKey), services, services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout)
{
    private int _turn;
    private int _isDead;

    public override bool IsDead => _isDead != 0;

    /// <summary>The active silos by turns.</summary>
    public override SiloNode? Gateway
    {
        get
        {
            var active = Cluster.Silos.Values.Where(s => !s.IsDead && s.Membership.CurrentStatus == SiloStatus.Active).OrderBy(s => s.Address).ToArray();
            return active.Length == 0 ? null : active[(int)((uint)Interlocked.Increment(ref _turn) % active.Length)];
        }
    }

    public void Close()
    {
        if (Interlocked.Exchange(ref _isDead, 1) == 0)
        {
            Cluster.Leave();
        }
    }
}
