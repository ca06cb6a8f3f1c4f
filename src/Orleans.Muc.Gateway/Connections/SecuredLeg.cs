using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>A connection from its TLS handshake on: the pipes in which its plain text is.</summary>
internal sealed class SecuredLeg : IAsyncDisposable
{
    /// <summary>An idle stream waits for data with an empty buffer.</summary>
    private static readonly StreamPipeReaderOptions IdleHoldsNothing = new(leaveOpen: true, useZeroByteReads: true);

    private readonly SslStream tls;

    private SecuredLeg(SslStream tls, LinkSecurity security)
    {
        this.tls = tls;
        Security = security;
        Input = PipeReader.Create(tls, IdleHoldsNothing);
    }

    public PipeReader Input { get; }

    public Stream Stream => tls;

    public LinkSecurity Security { get; }

    /// <summary>
    /// Takes the server's part in a handshake; null when it fails or is cancelled, and the transport is of no use any more.
    /// </summary>
    public static async Task<SecuredLeg?> Accept(Stream transport, TlsOffer offer, bool direct, CancellationToken cancellation)
    {
        var (options, endPoint) = offer.Make(direct);
        var tls = new SslStream(transport, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsServerAsync(options, cancellation);
            return new SecuredLeg(tls, new LinkSecurity(true, endPoint));
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            await tls.DisposeAsync();
            return null;
        }
    }

    /// <summary>Tells the client that nothing was cut off (close_notify), when it still listens.</summary>
    public async Task Shutdown()
    {
        try
        {
            await tls.ShutdownAsync();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or AuthenticationException)
        {
            // The other side went first.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        await tls.DisposeAsync();
    }
}
