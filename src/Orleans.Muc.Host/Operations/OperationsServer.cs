using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Host.Operations;

/// <summary>
/// A small HTTP server for those who look after this one. It is there before everything else and ends after it, so that it can tell of both. Kestrel by itself: a web application would bring a host of
/// its own, which listens to signals too.
/// </summary>
internal sealed class OperationsServer(OperationsSettings settings, IEnumerable<IOperationsPage> pages, IServiceProvider services, ILoggerFactory loggers) : IHostedService, IDisposable
{
    /// <summary>There are small questions only.</summary>
    private const int MostRequestBytes = 16_384;

    private const int MostConnections = 1_000;

    /// <summary>Who has a question asks it at once: whoever does not must not keep the places of those who do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>For answers under way when the server ends. A question that was begun and never finished would be waited for.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(1);

    private KestrelServer? _server;

    /// <summary>Such as <c>http://127.0.0.1:8080</c>; null when nothing is listened on.</summary>
    public string? Address => _server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();

    /// <exception cref="HostStartException">The port can't be listened on.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Port == GatewayOptions.Off)
            return;
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        options.Listen(settings.Address, settings.Port);
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.MaxRequestBodySize = MostRequestBytes;
        (options.Limits.KeepAliveTimeout, options.Limits.RequestHeadersTimeout) = (Patience, Patience);
        var server = new KestrelServer(
            Microsoft.Extensions.Options.Options.Create(options),
            new SocketTransportFactory(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()), loggers),
            loggers);
        try
        {
            await server.StartAsync(new Application(Pages()), cancellationToken);
            _server = server;
        }
        catch (Exception fault) when (fault is IOException or System.Net.Sockets.SocketException)
        {
            server.Dispose();
            throw new HostStartException(
                fault.InnerException is AddressInUseException
                    ? $"Port {settings.Port} on {settings.Address} is in use: stop the program that has it, or set Muc:Operations:Port to another one, or to -1 for none."
                    : $"Port {settings.Port} on {settings.Address} can't be listened on ({fault.Message.TrimEnd('.')}): set Muc:Operations:Address or Muc:Operations:Port.",
                fault);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
            return;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(LastAnswers);
        await _server.StopAsync(end.Token);
    }

    public void Dispose() => _server?.Dispose();

    private RequestDelegate Pages()
    {
        var builder = new ApplicationBuilder(services);
        foreach (var page in pages)
            page.AddTo(builder);
        return builder.Build();
    }

    private sealed class Application(RequestDelegate pages) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => pages(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
