using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Muc.Gateway.Options;

namespace Orleans.Muc.Gateway.Limits;

/// <summary>Counts the open connections: in all, still negotiating, and per remote address. Holds one small entry per address that is connected now.</summary>
/// <param name="options">The limits.</param>
/// <param name="mostOpen">Connections the system has files for.</param>
internal sealed class Admission(IOptions<GatewayOptions> options, int mostOpen)
{
    private readonly Lock gate = new();
    private readonly Dictionary<RemoteAddress, int> perAddress = [];
    private int all;
    private int negotiating;

    /// <summary>A place for a new connection, null when one of the limits is reached.</summary>
    public Place? TryAdmit(EndPoint? remote)
    {
        var address = RemoteAddress.Of(remote);
        var limits = options.Value;
        lock (gate)
        {
            var here = perAddress.GetValueOrDefault(address);
            if (all >= mostOpen || IsReached(limits.MaxConnections, all) || IsReached(limits.MaxNegotiating, negotiating) || IsReached(limits.MaxConnectionsPerAddress, here))
                return null;
            all++;
            negotiating++;
            perAddress[address] = here + 1;
            return new Place(this, address);
        }
    }

    private static bool IsReached(int limit, int count) => limit != GatewayOptions.NoLimit && count >= limit;

    private void EndNegotiation()
    {
        lock (gate)
            negotiating--;
    }

    private void Leave(RemoteAddress address)
    {
        lock (gate)
        {
            all--;
            if (--perAddress[address] == 0)
                perAddress.Remove(address);
        }
    }

    /// <summary>What one connection takes up. Used by one thread at a time.</summary>
    internal sealed class Place(Admission admission, RemoteAddress address) : IDisposable
    {
        private bool isNegotiated;

        /// <summary>The connection's stream is bound: it counts no longer as negotiating. Later calls do nothing.</summary>
        public void Negotiated()
        {
            if (isNegotiated)
                return;
            isNegotiated = true;
            admission.EndNegotiation();
        }

        /// <summary>The connection is closed. Called once.</summary>
        public void Dispose()
        {
            Negotiated();
            admission.Leave(address);
        }
    }
}
