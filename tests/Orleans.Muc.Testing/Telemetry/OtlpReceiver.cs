using System.Globalization;
using System.Net;
using System.Text;

namespace Orleans.Muc.Testing;

/// <summary>A metric as it was sent last: a sum, a gauge, or the number of values in a histogram.</summary>
/// <param name="Meter">Its meter.</param>
/// <param name="Name">The instrument.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Tags">As <c>name=value</c>, with commas between.</param>
/// <param name="Value">The sum, gauge or number.</param>
public sealed record SentMetric(string Meter, string Name, string Unit, string Tags, double Value);

/// <summary>A span as it was sent.</summary>
/// <param name="Source">Its activity source.</param>
/// <param name="Name">Its name.</param>
/// <param name="Trace">The trace's id, in hex.</param>
/// <param name="Id">Its own id.</param>
/// <param name="Parent">Its parent's id; empty when it has none.</param>
/// <param name="Tags">As <c>name=value</c>, with commas between.</param>
public sealed record SentSpan(string Source, string Name, string Trace, string Id, string Parent, string Tags);

/// <summary>A collector of telemetry on loopback: OTLP over HTTP, binary, as opentelemetry-proto 1.x defines it. It understands what tests ask for and keeps everything.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, string, string), SentMetric> _metrics = [];
    private readonly List<SentSpan> _spans = [];
    private readonly List<byte[]> _bodies = [];
    private readonly List<string> _headers = [];
    private readonly HashSet<string> _resources = [];
    private readonly Task _serving;

    public OtlpReceiver()
    {
        Address = $"http://127.0.0.1:{FreePorts.Next().ToString(CultureInfo.InvariantCulture)}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>For <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Address { get; }

    /// <summary>The metrics as they were sent last.</summary>
    public IReadOnlyList<SentMetric> Metrics => Locked(() => _metrics.Values.ToArray());

    /// <summary>All spans so far.</summary>
    public IReadOnlyList<SentSpan> Spans => Locked(() => _spans.ToArray());

    /// <summary>Attributes of the resources that sent, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Resources => Locked(() => _resources.ToArray());

    /// <summary>The headers of all requests, a line each.</summary>
    public IReadOnlyList<string> Headers => Locked(() => _headers.ToArray());

    /// <summary>Everything that was sent, byte by byte as Latin-1: whatever text is in it can be found.</summary>
    public string Everything => Locked(() => string.Join('\n', _bodies.Select(Encoding.Latin1.GetString)));

    /// <summary>Waits until what was sent is as it should be.</summary>
    /// <exception cref="ScenarioException">It does not become so; the message says what was sent.</exception>
    public async Task UntilAsync(Func<OtlpReceiver, bool> isSo, string what)
    {
        ArgumentNullException.ThrowIfNull(isSo);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo(this))
        {
            if (patience.IsCancellationRequested)
                throw new ScenarioException($"waited for {what}", got: string.Join('\n', [.. Metrics.Select(metric => metric.ToString()), .. Spans.Select(span => span.ToString())]));
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Take(context.Request, body.ToArray());
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Take(HttpListenerRequest request, byte[] body)
    {
        lock (_gate)
        {
            _bodies.Add(body);
            _headers.AddRange(request.Headers.AllKeys.Select(name => $"{name}: {request.Headers[name]}"));
            foreach (var resource in Protobuf.Messages(body, 1))
            {
                _resources.UnionWith(Attributes(Protobuf.Field(resource, 1).Bytes, 1));
                foreach (var scope in Protobuf.Messages(resource, 2))
                {
                    var name = Protobuf.Field(Protobuf.Field(scope, 1).Bytes, 1).Text;
                    foreach (var item in Protobuf.Messages(scope, 2))
                    {
                        if (request.Url!.AbsolutePath.EndsWith("/v1/metrics", StringComparison.Ordinal))
                            TakeMetric(name, item);
                        else
                            TakeSpan(name, item);
                    }
                }
            }
        }
    }

    private void TakeMetric(string meter, ReadOnlyMemory<byte> metric)
    {
        var (name, unit) = (Protobuf.Field(metric, 1).Text, Protobuf.Field(metric, 3).Text);
        // A gauge, a sum, a histogram.
        foreach (var data in Protobuf.Fields(metric).Where(field => field.Number is 5 or 7 or 9))
        {
            var isHistogram = data.Number == 9;
            foreach (var point in Protobuf.Messages(data.Bytes, 1))
            {
                var tags = string.Join(',', Attributes(point, isHistogram ? 9 : 7));
                var whole = Protobuf.Fields(point).Where(field => field.Number == (isHistogram ? 4 : 6)).Select(field => (double)(long)field.Value);
                var value = whole.Append(isHistogram ? 0 : Protobuf.Field(point, 4).Double).First();
                _metrics[(meter, name, tags)] = new SentMetric(meter, name, unit, tags, value);
            }
        }
    }

    private void TakeSpan(string source, ReadOnlyMemory<byte> span) => _spans.Add(new SentSpan(
        source,
        Protobuf.Field(span, 5).Text,
        Protobuf.Field(span, 1).Hex,
        Protobuf.Field(span, 2).Hex,
        Protobuf.Field(span, 4).Hex,
        string.Join(',', Attributes(span, 9))));

    private static IEnumerable<string> Attributes(ReadOnlyMemory<byte> message, int number) =>
        from pair in Protobuf.Messages(message, number)
        let value = Protobuf.Fields(Protobuf.Field(pair, 2).Bytes) is [var first, ..] ? first : default
        select $"{Protobuf.Field(pair, 1).Text}={(value.Number == 1 ? value.Text : value.Value.ToString(CultureInfo.InvariantCulture))}";

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
