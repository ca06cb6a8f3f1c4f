using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Listening;

/// <summary>The gateway's front: listens while the host runs, one accept loop per endpoint.</summary>
public sealed partial class GatewayServer : IHostedService
{
    private readonly ConcurrentDictionary<Connection, Task> connections = new();
    private readonly List<(SocketListener Listener, Task Accepting)> listeners = [];
    private readonly ConnectionParts parts;
    private readonly GatewayOptions options;
    private readonly ILogger logger;
    private List<GatewayEndpoint> endpoints = [];
    private volatile GatewayCondition condition;

    internal GatewayServer(ConnectionParts parts, IOptions<GatewayOptions> options, ILoggerFactory loggers)
    {
        this.parts = parts;
        this.options = options.Value;
        logger = loggers.CreateLogger<GatewayServer>();
    }

    /// <summary>Where clients can connect; empty before the start.</summary>
    public IReadOnlyList<GatewayEndpoint> Endpoints => endpoints;

    /// <summary>Whether clients can connect.</summary>
    public GatewayCondition Condition => condition;

    /// <summary>Clients that are connected, or on their way out.</summary>
    public int OpenConnections => connections.Count;

    /// <exception cref="GatewayStartException">A port can't be listened on; nothing is listened on then.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var address = IPAddress.Parse(options.Address);
        var bound = new List<GatewayEndpoint>();
        try
        {
            Listen(GatewayTransport.Tcp, new IPEndPoint(address, Math.Max(0, options.TcpPort)), nameof(options.TcpPort), options.TcpPort);
            Listen(GatewayTransport.Tls, new IPEndPoint(address, Math.Max(0, options.TlsPort)), nameof(options.TlsPort), options.TlsPort);
        }
        catch (GatewayStartException)
        {
            await StopAccepting();
            throw;
        }

        endpoints = bound;
        condition = GatewayCondition.Open;

        void Listen(GatewayTransport transport, IPEndPoint wanted, string setting, int port)
        {
            if (port == GatewayOptions.Off)
                return;
            var listener = ListeningSockets.Open(wanted, setting, parts.Time, logger);
            listeners.Add((listener, Accept(listener, transport)));
            bound.Add(new GatewayEndpoint(transport, (IPEndPoint)listener.EndPoint));
            Listening(logger, transport, listener.EndPoint);
        }
    }

    /// <summary>Accepts nobody any more, sees sessions out of their rooms, tells every stream <c>system-shutdown</c> and waits until they have ended, within bounds each of them keeps.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        condition = GatewayCondition.Closed;
        await StopAccepting();
        await parts.Stream.Host.Stopping(cancellationToken);
        foreach (var connection in connections.Keys)
            connection.Close(StreamErrorCondition.SystemShutdown, null);
        try
        {
            await Task.WhenAll(connections.Values).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            StoppedEarly(logger, connections.Count);
        }
    }

    private async Task StopAccepting()
    {
        foreach (var (listener, accepting) in listeners)
        {
            listener.Dispose();
            await accepting;
        }

        listeners.Clear();
        endpoints = [];
    }

    private async Task Accept(SocketListener listener, GatewayTransport transport)
    {
        try
        {
            while (await listener.AcceptAsync() is { } accepted)
            {
                if (parts.Admission.TryAdmit(accepted.Remote) is not { } place)
                {
                    parts.Stream.Instruments.ConnectionRefused();
                    _ = TurnedAway.Tell(accepted, transport, parts.Stream.Identity.Domain);
                    continue;
                }

                var connection = new Connection(accepted, parts, place);
                var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                connections[connection] = running.Task;
                ThreadPool.UnsafeQueueUserWorkItem(Serve, (this, connection, place, transport, running), preferLocal: false);
            }
        }
        catch (Exception broken)
        {
            condition = GatewayCondition.Broken;
            AcceptingFailed(logger, transport, broken);
        }
    }

    private static async void Serve((GatewayServer Server, Connection Connection, Admission.Place Place, GatewayTransport Transport, TaskCompletionSource Running) accepted)
    {
        await accepted.Connection.Run(direct: accepted.Transport == GatewayTransport.Tls);
        accepted.Place.Dispose();
        accepted.Server.connections.TryRemove(accepted.Connection, out _);
        accepted.Running.SetResult();
    }
}
