using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>A socket without a network: what the server writes the client reads, and the other way.</summary>
internal sealed class InMemoryLink : DefaultConnectionContext
{
    private readonly Pipe toServer;
    private readonly Pipe toClient;

    private InMemoryLink(Pipe toServer, Pipe toClient)
        : base("link", new Ends(toServer.Reader, toClient.Writer), new Ends(toClient.Reader, toServer.Writer))
    {
        this.toServer = toServer;
        this.toClient = toClient;
    }

    public IDuplexPipe ClientEnd => Application!;

    public bool Aborted { get; private set; }

    /// <param name="windowBytes">What the client's side takes without being read, before the server's writer has to wait.</param>
    public static InMemoryLink Create(int windowBytes = 1 << 20)
    {
        var options = new PipeOptions(pauseWriterThreshold: windowBytes, resumeWriterThreshold: Math.Max(1, windowBytes / 2), useSynchronizationContext: false);
        return new InMemoryLink(new Pipe(new PipeOptions(useSynchronizationContext: false)), new Pipe(options));
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        Aborted = true;
        toServer.Writer.Complete(abortReason);
        toClient.Reader.Complete(abortReason);
    }

    public override async ValueTask DisposeAsync()
    {
        await toServer.Reader.CompleteAsync();
        await toClient.Writer.CompleteAsync();
        await base.DisposeAsync();
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
