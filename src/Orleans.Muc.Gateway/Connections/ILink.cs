using System.IO.Pipelines;
using System.Net;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>What a connection stands on: an accepted socket.</summary>
internal interface ILink : IAsyncDisposable
{
    /// <summary>For logs; unique in the process.</summary>
    string Id { get; }

    EndPoint? Remote { get; }

    /// <summary>The bytes of the client, until TLS takes the stream over.</summary>
    PipeReader Input { get; }

    /// <summary>The bytes both ways; one reads, one writes.</summary>
    Stream Stream { get; }

    /// <summary>Cuts the link at once: whoever reads or writes fails.</summary>
    void Abort();
}
