using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>One TCP connection to a gateway and the stream on it, before a resource is bound: writes text, reads elements.</summary>
internal sealed class XmppLink : IAsyncDisposable
{
    private readonly TcpClient _socket;
    private readonly TimeSpan _patience;
    private Stream _stream;
    private XmppElementReader? _reader;

    private XmppLink(TcpClient socket, TimeSpan patience) => (_socket, _stream, _patience) = (socket, socket.GetStream(), patience);

    public bool IsEncrypted => _stream is SslStream;

    /// <param name="host">Name or address of the gateway.</param>
    /// <param name="port">Its TCP port.</param>
    /// <param name="patience">How long each answer may take.</param>
    public static async Task<XmppLink> ConnectAsync(string host, int port, TimeSpan patience)
    {
        var socket = new TcpClient { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port).WaitAsync(patience);
            return new XmppLink(socket, patience);
        }
        catch (Exception fault) when (fault is SocketException or TimeoutException)
        {
            socket.Dispose();
            throw new ScenarioException($"cannot connect to {host}:{port}: {fault.Message}", cause: fault);
        }
    }

    /// <summary>Opens a stream, the first or a new one, and returns the server's features.</summary>
    public async Task<XElement> OpenAsync(string domain)
    {
        _reader?.Dispose();
        _reader = new XmppElementReader(_stream);
        await WriteAsync($"<?xml version='1.0'?><stream:stream xmlns='{ScansionNames.ClientNs}' xmlns:stream='{ScansionNames.StreamNs}' to='{StanzaText.Escape(domain)}' version='1.0' xml:lang='en'>");
        await InTime(OpenReaderAsync(_reader));
        var features = await NextInTimeAsync();
        return features.Name == ScansionNames.Stream + "features" ? features : throw ScenarioException.Unexpected("expected stream features", features);
    }

    /// <summary>Goes on inside TLS; whatever certificate the server has is accepted.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "Test servers make their own certificates.")]
    public async Task SecureAsync(string domain)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(domain).WaitAsync(_patience);
        _stream = tls;
    }

    public async Task WriteAsync(string xml)
    {
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(xml));
            await _stream.FlushAsync();
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            throw new XmppStreamEnd($"connection lost: {fault.Message}", fault);
        }
    }

    /// <summary>The next child of the stream, whenever it comes.</summary>
    /// <exception cref="XmppStreamEnd">The stream is over; a stream error is named.</exception>
    public async Task<XElement> NextAsync()
    {
        var element = await _reader!.NextAsync();
        if (element.Name == ScansionNames.Stream + "error")
            throw new XmppStreamEnd("stream error: " + string.Join(", ", element.Elements().Select(condition => condition.Name.LocalName)));
        return element;
    }

    /// <summary>As <see cref="NextAsync"/>, with the patience this link was made with.</summary>
    public Task<XElement> NextInTimeAsync() => InTime(NextAsync());

    /// <summary>Sends a request and returns the next iq result or error; anything else is passed over.</summary>
    public async Task<XElement> AskAsync(string iq)
    {
        await WriteAsync(iq);
        while (true)
        {
            var answer = await NextInTimeAsync();
            if (answer.Name == ScansionNames.Client + "iq" && answer.Attribute("type")?.Value is "result" or "error")
                return answer;
        }
    }

    /// <summary>Ends our side, waits for the server's end (given by <paramref name="serverEnded"/> when somebody else reads), then closes.</summary>
    public async Task CloseAsync(Task? serverEnded = null)
    {
        try
        {
            await WriteAsync("</stream:stream>");
            await (serverEnded ?? DrainAsync()).WaitAsync(_patience);
        }
        catch (Exception fault) when (fault is XmppStreamEnd or TimeoutException)
        {
            // A server that is gone, or slow to say farewell, ends the stream no less.
        }
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _stream.DisposeAsync();
    }

    private static async Task<bool> OpenReaderAsync(XmppElementReader reader)
    {
        await reader.OpenAsync();
        return true;
    }

    private async Task DrainAsync()
    {
        while (true)
            await NextAsync();
    }

    private async Task<T> InTime<T>(Task<T> answer)
    {
        try
        {
            return await answer.WaitAsync(_patience);
        }
        catch (TimeoutException late)
        {
            throw new ScenarioException($"no answer within {_patience.TotalSeconds:0.#} s", cause: late);
        }
    }
}
