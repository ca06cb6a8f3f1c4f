using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>What can befall a request.</summary>
public enum Mishap
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>503, before anything is done.</summary>
    Busy,

    /// <summary>429, before anything is done.</summary>
    Throttled,

    /// <summary>No answer, and nothing is done.</summary>
    Timeout,

    /// <summary>All is done, but the connection breaks before the answer.</summary>
    LostAnswer,
}

/// <summary>What befalls each try of each request, in the place of the network.</summary>
internal sealed class Weather : HttpPipelinePolicy
{
    private readonly Lock turn = new();

    /// <summary>Asked for every try.</summary>
    public Func<Mishap> Next { get; set; } = () => Mishap.None;

    /// <summary>Tries since the weather last changed for good or bad by <see cref="Clear"/> or <see cref="CutAfter"/>.</summary>
    public int Requests { get; private set; }

    /// <summary>Whether the network of <see cref="CutAfter"/> is gone by now.</summary>
    public bool IsCut { get; private set; }

    public void Clear()
    {
        (Requests, IsCut) = (0, false);
        Next = () => Mishap.None;
    }

    /// <summary>So many requests come through, one more suffers the mishap, and then there is no network.</summary>
    public void CutAfter(int whole, Mishap last)
    {
        Clear();
        Next = () =>
        {
            if (Requests <= whole)
                return Mishap.None;
            IsCut = true;
            return Requests == whole + 1 ? last : Mishap.Timeout;
        };
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        switch (NextInTurn())
        {
            case Mishap.Busy:
                message.Response = new Refusal(503, message.Request.ClientRequestId);
                return;
            case Mishap.Throttled:
                message.Response = new Refusal(429, message.Request.ClientRequestId);
                return;
            case Mishap.Timeout:
                throw new TaskCanceledException("No answer in time.");
            case Mishap.LostAnswer:
                await ProcessNextAsync(message, pipeline);
                message.Response.Dispose();
                throw new IOException("The connection broke.");
            default:
                await ProcessNextAsync(message, pipeline);
                return;
        }
    }

    private Mishap NextInTurn()
    {
        lock (turn)
        {
            Requests++;
            return Next();
        }
    }

    /// <summary>An answer without a body, from some machine on the way.</summary>
    private sealed class Refusal(int status, string request) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => "Server Busy";

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = request;

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = null;
            return false;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = null;
            return false;
        }
    }
}
