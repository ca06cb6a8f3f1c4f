using Azure.Core;
using Azure.Core.Pipeline;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>What a process asks of an account, and how much it gets.</summary>
internal sealed class Traffic : HttpPipelineSynchronousPolicy
{
    private readonly Lock turn = new();
    private readonly List<string> asked = [];
    private long received;

    /// <summary>The addresses of all requests, as a person reads them.</summary>
    public string[] Asked
    {
        get
        {
            lock (turn)
                return [.. asked];
        }
    }

    /// <summary>Bytes of all answers.</summary>
    public long Received => Interlocked.Read(ref received);

    public void Clear()
    {
        lock (turn)
            asked.Clear();
        Interlocked.Exchange(ref received, 0);
    }

    public override void OnSendingRequest(HttpMessage message)
    {
        lock (turn)
            asked.Add(Uri.UnescapeDataString(message.Request.Uri.ToString()).Replace('+', ' '));
    }

    public override void OnReceivedResponse(HttpMessage message)
    {
        if (message.Response.ContentStream is { CanSeek: true } answer)
            Interlocked.Add(ref received, answer.Length);
    }
}
