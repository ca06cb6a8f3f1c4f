using System.IO.Pipelines;
using System.Net;
using Orleans.Muc.Gateway.Connections;

namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>A socket without a network: what the server writes the client reads, and the other way.</summary>
internal sealed class InMemoryLink : ILink
{
    private readonly Pipe toServer;
    private readonly Pipe toClient;

    private InMemoryLink(Pipe toServer, Pipe toClient)
    {
        this.toServer = toServer;
        this.toClient = toClient;
        Stream = new DuplexPipeStream(new Ends(toServer.Reader, toClient.Writer));
        ClientEnd = new Ends(toClient.Reader, toServer.Writer);
    }

    public string Id => "link";

    public EndPoint? Remote { get; set; }

    public PipeReader Input => toServer.Reader;

    public Stream Stream { get; }

    public IDuplexPipe ClientEnd { get; }

    public bool Aborted { get; private set; }

    /// <param name="windowBytes">What the client's side takes without being read, before the server's writer has to wait.</param>
    public static InMemoryLink Create(int windowBytes = 1 << 20)
    {
        var options = new PipeOptions(pauseWriterThreshold: windowBytes, resumeWriterThreshold: Math.Max(1, windowBytes / 2), useSynchronizationContext: false);
        return new InMemoryLink(new Pipe(new PipeOptions(useSynchronizationContext: false)), new Pipe(options));
    }

    public void Abort()
    {
        Aborted = true;
        toServer.Writer.Complete(new IOException("The link is cut."));
        toClient.Reader.Complete(new IOException("The link is cut."));
    }

    public async ValueTask DisposeAsync()
    {
        await toServer.Reader.CompleteAsync();
        await toClient.Writer.CompleteAsync();
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
