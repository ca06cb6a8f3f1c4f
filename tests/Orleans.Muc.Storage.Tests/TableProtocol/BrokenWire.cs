using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Orleans.Muc.Storage.Tests.TableProtocol;

/// <summary>Says of each request, by its number, what becomes of it; null lets it through.</summary>
internal sealed class BrokenWire(Func<int, CancellationToken, Task<HttpResponseMessage?>> fate) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly ConcurrentQueue<HttpRequestMessage> _requests = [];

    public IReadOnlyList<HttpRequestMessage> Requests => [.. _requests];

    /// <summary>The first requests are answered that the service is busy.</summary>
    public static BrokenWire BusyFor(int requests) => new((number, _) => Task.FromResult(number <= requests ? Busy() : null));

    /// <summary>Every request is answered with nothing.</summary>
    public static BrokenWire Answering(HttpStatusCode status) => new((_, _) => Task.FromResult<HttpResponseMessage?>(new(status) { Content = new StringContent("") }));

    /// <summary>No request is answered.</summary>
    public static BrokenWire Silent() => new(async (_, cancel) =>
    {
        await Task.Delay(Timeout.Infinite, cancel);
        return null;
    });

    public TableClientOptions Options() => new()
    {
        Transport = new HttpClientTransport(this),
        Retry = { Mode = RetryMode.Fixed, Delay = TimeSpan.FromMilliseconds(1), MaxRetries = 3 },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        return await fate(_requests.Count, cancellationToken) ?? await base.SendAsync(request, cancellationToken);
    }

    private static HttpResponseMessage Busy() => new(HttpStatusCode.ServiceUnavailable)
    {
        Content = new StringContent(
            """{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"The server is busy."}}}""", Encoding.UTF8, "application/json"),
    };
}
