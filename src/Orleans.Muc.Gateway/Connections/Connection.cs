using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Negotiation;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Connections;

/// <summary>
/// The link to one client: a socket, perhaps TLS on it. One loop reads, one writes (<see cref="OutboundWriter"/>), and nothing else touches the
/// pipes. Everything that ends it goes through <see cref="Close"/> or the end of the input, once.
/// </summary>
internal sealed partial class Connection : ISessionLink
{
    /// <summary>How long a client may take to fetch the last words.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>How long a client may then take to close its side.</summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(1);

    private readonly ILink link;
    private readonly ConnectionParts parts;
    private readonly OutboundQueue outbound;
    private readonly StreamNegotiation negotiation;
    private readonly XmppReader reader;
    private readonly ILogger logger;
    private readonly Admission.Place? place;
    private readonly InboundAllowance allowance;
    private PipeReader input;
    private Stream output;
    private OutboundWriter? writer;
    private CancellationTokenSource? handshake;
    private SecuredLeg? secured;
    private StreamFault? fault;
    private bool endedByClient;

    /// <param name="link">The socket.</param>
    /// <param name="parts">What all connections share.</param>
    /// <param name="place">Told when the stream is bound; the caller's to dispose of. Null when nobody counts.</param>
    public Connection(ILink link, ConnectionParts parts, Admission.Place? place = null)
    {
        this.link = link;
        this.parts = parts;
        input = link.Input;
        output = link.Stream;
        logger = parts.Stream.Logger;
        outbound = new OutboundQueue(parts.Stream.Options.OutboundQueueBytes);
        this.place = place;
        negotiation = new StreamNegotiation(parts.Stream, outbound, this, RemoteAddress.Of(link.Remote));
        reader = new XmppReader(negotiation.Limits);
        allowance = new InboundAllowance(parts.Time);
        allowance.Grant(negotiation.Rate);
    }

    /// <summary>Serves the client until the link is closed. Throws nothing.</summary>
    /// <param name="direct">Whether TLS comes first (XEP-0368).</param>
    public async Task Run(bool direct)
    {
        parts.Stream.Instruments.Connected();
        await Guard(Serve(direct));
        await Guard(End());
        parts.Stream.Instruments.Disconnected();
    }

    public bool Append(in EncodedStanza stanza, ReadOnlyMemory<byte> to)
    {
        var appended = outbound.Append(new OutboundEntry(stanza, to));
        if (appended == Appended.Overflowed)
            DisconnectSlowClient();
        return appended == Appended.Queued;
    }

    public void Flush() => Volatile.Read(ref writer)?.Flush();

    public void Close(StreamErrorCondition condition, string? text) => Fail(new StreamFault(condition, text));

    private void Fail(StreamFault reason)
    {
        if (Interlocked.CompareExchange(ref fault, reason, null) is not null)
            return;
        outbound.Close();
        allowance.Release();
        Volatile.Read(ref handshake)?.Cancel();
        Volatile.Read(ref input).CancelPendingRead();
    }

    /// <summary>The slow-client policy: the queue has dropped what waited, and the stream ends rather than lose single stanzas silently.</summary>
    private void DisconnectSlowClient()
    {
        parts.Stream.Instruments.OutboundDropped();
        SlowClient(logger, negotiation.Session?.FullJid, parts.Stream.Options.OutboundQueueBytes);
        Fail(new StreamFault(StreamErrorCondition.ResourceConstraint, "Too much waits to be read.") { LinkBroke = true });
    }

    private static void NegotiationOver(object? connection) =>
        ((Connection)connection!).Close(StreamErrorCondition.ConnectionTimeout, "Negotiation took too long.");

    private async Task Serve(bool direct)
    {
        using var timeout = parts.Time.CreateTimer(NegotiationOver, this, parts.Stream.Options.NegotiationTimeout, Timeout.InfiniteTimeSpan);
        if (direct ? await Secure(direct) : StartWriter())
            await Pump(timeout);
    }

    private async Task Guard(Task part)
    {
        try
        {
            await part;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client is; what it left behind is cleared away by the end.
        }
        catch (Exception unexpected)
        {
            StreamFailed(logger, link.Id, unexpected);
            link.Abort();
        }
    }

    private async Task Pump(ITimer timeout)
    {
        while (fault is null)
        {
            var read = await input.ReadAsync();
            var (consumed, items, step) = await Take(read.Buffer);
            Flush();
            if (step.Kind == StepKind.Secure)
            {
                // What came with the request came in the clear: it MUST NOT be taken for what TLS protects (RFC 6120 §5.4.3.3).
                input.AdvanceTo(read.Buffer.End);
                if (!await Secure(direct: false))
                    return;
                continue;
            }

            var taken = read.Buffer.Slice(0, consumed).Length;
            input.AdvanceTo(consumed, read.Buffer.End);
            if (negotiation.Session is not null)
            {
                timeout.Dispose();
                place?.Negotiated();
            }

            endedByClient = step.Kind == StepKind.End;
            if (endedByClient || read.IsCompleted)
                return;
            await allowance.Spend(taken, items);
        }
    }

    /// <summary>Takes every whole item of the buffer, until one asks for more than reading on.</summary>
    private async ValueTask<(SequencePosition Consumed, int Items, Step Step)> Take(ReadOnlySequence<byte> buffer)
    {
        var items = 0;
        try
        {
            while (fault is null && reader.TryRead(ref buffer, out var item))
            {
                items++;
                var step = await negotiation.Take(item);
                switch (step.Kind)
                {
                    case StepKind.Restart:
                        reader.Restart();
                        reader.Limits = negotiation.Limits;
                        allowance.Grant(negotiation.Rate);
                        break;
                    case StepKind.Fail:
                        Close(step.Condition, step.Text);
                        break;
                    case StepKind.Secure or StepKind.End:
                        return (buffer.Start, items, step);
                }
            }
        }
        catch (XmppXmlException bad)
        {
            Close(bad.Condition, bad.Message);
        }
        catch (Exception unexpected)
        {
            StreamFailed(logger, link.Id, unexpected);
            Close(StreamErrorCondition.InternalServerError, null);
        }

        return (fault is null ? buffer.Start : buffer.End, items, Step.Next);
    }

    private async Task<bool> Secure(bool direct)
    {
        await StopWriter();
        var cancellation = new CancellationTokenSource();
        Volatile.Write(ref handshake, cancellation);
        secured = fault is null ? await SecuredLeg.Accept(output, parts.Tls, direct, cancellation.Token) : null;
        Volatile.Write(ref handshake, null);
        if (secured is null)
        {
            HandshakeFailed(logger, link.Id);
            return false;
        }

        Volatile.Write(ref input, secured.Input);
        output = secured.Stream;
        negotiation.Security = secured.Security;
        reader.Restart();
        return StartWriter();
    }

    private bool StartWriter()
    {
        Volatile.Write(ref writer, new OutboundWriter(outbound, output, parts.Lanes.Next()));
        return true;
    }

    /// <summary>Lets the writer finish what is queued; a client that doesn't fetch it in time is cut off.</summary>
    private async Task StopWriter()
    {
        if (writer is null)
            return;
        await InTime(writer.Finish());
        Volatile.Write(ref writer, null);
    }

    /// <summary>RFC 6120 §4.4: last words, exits, end tag, and then the socket.</summary>
    private async Task End()
    {
        var talking = writer is not null;
        if (talking && fault is { } reason)
        {
            negotiation.Fail(reason.Condition, reason.Text);
            Flush();
        }

        if (negotiation.Session is { } session)
            await Leave(session);
        outbound.Close();
        if (talking)
        {
            negotiation.End();
            await StopWriter();
            if (secured is not null)
                await InTime(secured.Shutdown());
            if (fault is not null)
                await Linger();
        }

        if (secured is not null)
            await secured.DisposeAsync();
        await InTime(link.DisposeAsync().AsTask());
    }

    private async Task Leave(Session session)
    {
        parts.Stream.Instruments.SessionClosed();
        try
        {
            // Without a word from either side, the link is what ended (XEP-0045 §11.1).
            await parts.Stream.Host.Closed(session, linkBroke: fault?.LinkBroke ?? !endedByClient);
        }
        catch (Exception unexpected)
        {
            SessionNotClosed(logger, session.FullJid, unexpected);
        }
    }

    /// <summary>Closing a socket with unread input resets it, and the client would lose the error it was sent: read it away for a moment.</summary>
    private async Task Linger()
    {
        using var patience = new CancellationTokenSource(Lingering, parts.Time);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(patience.Token);
                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return;
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or InvalidOperationException)
        {
            // Time is up, or the client is gone.
        }
    }

    private async Task InTime(Task task)
    {
        try
        {
            await task.WaitAsync(Grace, parts.Time);
        }
        catch (TimeoutException)
        {
            link.Abort();
            await task;
        }
    }
}
