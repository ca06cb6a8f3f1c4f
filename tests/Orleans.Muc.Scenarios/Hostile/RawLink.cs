using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>A socket to the server that sends any bytes at all and keeps everything that comes back as text. Knows no XML, so nothing is too broken for it.</summary>
internal sealed class RawLink : IAsyncDisposable
{
    /// <summary>How long the server may take for one answer; a red test waits that long, a green one never.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly StringBuilder _received = new();
    private Stream _stream;

    private RawLink(Socket socket) => (_socket, _stream) = (socket, new NetworkStream(socket));

    /// <summary>What came since the last <see cref="Forget"/>.</summary>
    public string Received => _received.ToString();

    /// <summary>Whether the server's side is closed.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether it was closed by a reset, which loses what was on its way.</summary>
    public bool WasReset { get; private set; }

    /// <param name="server">Where to connect.</param>
    /// <param name="receiveBytes">The kernel's receive buffer; small, and a sleeping reader is noticed early.</param>
    /// <param name="from">The address to come from.</param>
    public static async Task<RawLink> ConnectAsync(IPEndPoint server, int? receiveBytes = null, IPAddress? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBytes is { } size)
            socket.ReceiveBufferSize = size;
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(server).WaitAsync(Patience);
        return new RawLink(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends; a server that has had enough and closed is no fault of this side.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);
            await _stream.FlushAsync();
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // What the server said before it closed is what counts.
        }
    }

    /// <summary>Sends for as long as it takes; false when the server has closed, or <paramref name="over"/>.</summary>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes, CancellationToken over)
    {
        try
        {
            await _stream.WriteAsync(bytes, over);
            return true;
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Takes what has come, and forgets it.</summary>
    public async Task ReadAwayAsync(CancellationToken over)
    {
        try
        {
            IsOver = await _stream.ReadAsync(_buffer, over) == 0;
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            IsOver = true;
        }
    }

    /// <summary>Reads until the text is there, or the server's side is closed.</summary>
    public async Task ReadUntilAsync(Func<string, bool> isThere, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isThere(Received) && !IsOver)
        {
            try
            {
                var count = await _stream.ReadAsync(_buffer, patience.Token);
                IsOver = count == 0;
                _received.Append(Encoding.UTF8.GetString(_buffer, 0, count));
            }
            catch (IOException)
            {
                (IsOver, WasReset) = (true, true);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited {Patience.TotalSeconds} s for {what}; got: {Received}");
            }
        }
    }

    public Task ReadUntilAsync(string text) => ReadUntilAsync(got => got.Contains(text, StringComparison.Ordinal), text);

    /// <summary>As <see cref="ReadUntilAsync(string)"/>, and it must be there: used on the way to where a test begins.</summary>
    public async Task ExpectAsync(string text)
    {
        await ReadUntilAsync(text);
        Assert.Contains(text, Received, StringComparison.Ordinal);
    }

    public Task ReadToEndAsync() => ReadUntilAsync(_ => false, "the server to close the connection");

    public void Forget() => _received.Clear();

    /// <summary>Ends this side, as a client does that has seen the server's end tag.</summary>
    public async Task EndSendingAsync()
    {
        try
        {
            if (_stream is SslStream tls)
                await tls.ShutdownAsync();
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception closed) when (closed is IOException or SocketException or ObjectDisposedException)
        {
            // The server was faster.
        }
    }

    /// <summary>Drops the connection with a reset, as a crashed machine's does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>Goes on inside TLS; whatever certificate the server has is accepted.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "Test servers make their own certificates.")]
    public async Task SecureAsync(string domain)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(domain).WaitAsync(Patience);
        _stream = tls;
        Forget();
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
