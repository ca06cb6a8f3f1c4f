using System.Net;
using System.Net.Sockets;

namespace Orleans.Muc.Testing;

/// <summary>
/// Loopback TCP ports that nobody listens on, below those from which systems give clients theirs, so that no client of another test takes one before its server does.
/// No port is handed out twice in one test process, and test processes begin at different ones.
/// </summary>
public static class FreePorts
{
    private const int First = 15_000;
    private const int End = 29_000;

    private static int next = Random.Shared.Next(First, End);

    /// <summary>One free port.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref next) - First) % (End - First));
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
