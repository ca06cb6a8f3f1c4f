using System.Net;
using System.Net.Sockets;

namespace Orleans.Muc.Testing;

/// <summary>Loopback TCP ports that nobody listens on. No port is handed out twice in one test process.</summary>
public static class FreePorts
{
    private static readonly HashSet<int> Taken = [];
    private static readonly Lock Gate = new();

    /// <summary>One free port.</summary>
    public static int Next()
    {
        lock (Gate)
        {
            while (true)
            {
                using var probe = new TcpListener(IPAddress.Loopback, 0);
                probe.Start();
                var port = ((IPEndPoint)probe.LocalEndpoint).Port;
                if (Taken.Add(port))
                    return port;
            }
        }
    }
}
