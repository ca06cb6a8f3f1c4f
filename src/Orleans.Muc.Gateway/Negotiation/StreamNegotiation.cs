using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>
/// The server's side of one client's streams, from the first header to the last stanza (RFC 6120 §4.3). Takes the items in order, one at a time;
/// what it says goes to the outbound queue.
/// </summary>
internal sealed class StreamNegotiation
{
    private readonly StreamParts parts;
    private readonly OutboundQueue outbound;
    private readonly ISessionLink link;
    private readonly RemoteAddress address;
    private readonly SaslNegotiation sasl;
    private readonly ResourceBinding binding;
    private Stage stage = Stage.Opening;
    private bool headerDue = true;
    private bool registered;
    private Jid? account;

    public StreamNegotiation(StreamParts parts, OutboundQueue outbound, ISessionLink link, RemoteAddress address)
    {
        this.parts = parts;
        this.outbound = outbound;
        this.link = link;
        this.address = address;
        sasl = new SaslNegotiation(parts.Mechanisms, new LoginGuard(parts.Credentials, parts.Logins, address), parts.Logger);
        binding = new ResourceBinding(parts, link);
    }

    /// <summary>How the connection is protected now.</summary>
    public LinkSecurity Security { get; set; } = LinkSecurity.None;

    /// <summary>Set once a resource is bound.</summary>
    public Session? Session { get; private set; }

    /// <summary>Budgets for reading at this stage: strangers get little.</summary>
    public ReaderLimits Limits => new()
    {
        MaxStanzaBytes = account is null ? parts.Options.MaxStanzaBytesBeforeAuthentication : parts.Options.MaxStanzaBytes,
        MaxDepth = parts.Options.MaxDepth,
    };

    /// <summary>How fast the client may send at this stage.</summary>
    public InboundRate Rate => account is null
        ? new InboundRate(parts.Options.BytesPerSecondBeforeAuthentication, 2 * parts.Options.MaxStanzaBytesBeforeAuthentication)
        : new InboundRate(parts.Options.BytesPerSecond, parts.Options.BurstBytes);

    /// <summary>The whole protocol: stage × item.</summary>
    public ValueTask<Step> Take(StreamItem item) => (stage, item) switch
    {
        (_, StreamItem.Closed) => new(Step.End),
        // RFC 6120 §4.9.1.1: the client has ended the stream; an error about its error would help nobody.
        (not Stage.Opening and not Stage.Authenticated, StreamItem.ElementItem { Element: { Name: "error", Namespace: Ns.Streams } }) => new(Step.End),
        (Stage.Opening or Stage.Authenticated, StreamItem.Opened header) => new(Open(header)),

        (Stage.Features, StreamItem.ElementItem { Element: { Name: "starttls", Namespace: Ns.Tls } }) => new(StartTls()),
        (Stage.Features, StreamItem.ElementItem { Element: { Name: "auth", Namespace: Ns.Sasl } auth }) => Login(sasl.Begin(auth, Security)),
        (Stage.Features, Stanza iq) when iq.Asks("query", Ns.Register) => Register(iq),

        (Stage.Authenticating, StreamItem.ElementItem { Element: { Name: "response", Namespace: Ns.Sasl } response }) => Login(sasl.Continue(response)),
        (Stage.Authenticating, StreamItem.ElementItem { Element: { Name: "abort", Namespace: Ns.Sasl } }) => Login(new(sasl.Abort())),

        (Stage.Binding, Stanza iq) when iq.Asks("bind", Ns.Bind) => Bind(iq),

        (Stage.Bound, Stanza iq) when iq.Asks("session", Ns.Session) => new(Acknowledge(iq)),
        (Stage.Bound, Stanza stanza) => Receive(Session!, stanza),

        // RFC 6120 §4.9.3.12, §7.1: no stanza before login and binding.
        (Stage.Features or Stage.Authenticating or Stage.Binding, Stanza) => new(Step.Fail(StreamErrorCondition.NotAuthorized)),
        (Stage.Opening or Stage.Authenticated, _) => new(Step.Fail(StreamErrorCondition.BadFormat, "A stream header is due.")),
        // RFC 6120 §4.9.3.24
        _ => new(Step.Fail(StreamErrorCondition.UnsupportedStanzaType)),
    };

    /// <summary>Says why the stream ends; a header that is still due goes first (RFC 6120 §4.9.1.2).</summary>
    public void Fail(StreamErrorCondition condition, string? text)
    {
        if (headerDue)
            SendHeader(null);
        outbound.AppendOwn(StreamText.Error(condition, text));
    }

    /// <summary>Ends the stream (RFC 6120 §4.4), if it was begun.</summary>
    public void End()
    {
        if (!headerDue)
            outbound.AppendOwn(StreamText.End);
    }

    private Step Open(StreamItem.Opened header)
    {
        SendHeader(StreamHeaders.ClaimedBy(header));
        if (StreamHeaders.Judge(header, parts.Identity.Domain) is { } refused)
            return refused;
        var features = account is null ? StreamFeatures.BeforeAuthentication(parts, Security) : StreamFeatures.AfterAuthentication(parts);
        outbound.AppendOwn(StreamText.Features(features));
        stage = account is null ? Stage.Features : Stage.Binding;
        return Step.Next;
    }

    private Step StartTls()
    {
        if (Security.Encrypted)
        {
            // RFC 6120 §5.4.2.2: a failure ends the stream.
            outbound.AppendOwn(new Element("failure", Ns.Tls).ToUtf8());
            return Step.End;
        }

        outbound.AppendOwn(new Element("proceed", Ns.Tls).ToUtf8());
        stage = Stage.Opening;
        headerDue = true;
        return Step.Secure;
    }

    private async ValueTask<Step> Login(ValueTask<SaslTurn> pending)
    {
        var turn = await pending;
        outbound.AppendOwn(turn.Answer.ToUtf8());
        if (turn.Account is not null)
        {
            account = turn.Account;
            stage = Stage.Authenticated;
            headerDue = true;
            parts.Instruments.LoggedIn();
            return Step.Restart;
        }

        if (turn.Error is null)
        {
            stage = Stage.Authenticating;
            return Step.Next;
        }

        stage = Stage.Features;
        parts.Instruments.LoginRefused(turn.Error.Value);
        return sasl.Failures < parts.Options.MaxFailedLogins ? Step.Next : Step.Fail(StreamErrorCondition.PolicyViolation, "Too many failed logins.");
    }

    private async ValueTask<Step> Register(Stanza iq)
    {
        // XEP-0077 §3.1.1: one identity per stream. Passwords travel where logging in is allowed, and nowhere else.
        var answer = registered ? iq.Error(StanzaError.NotAcceptable("An account has been registered here already."))
            : parts.Mechanisms.IsSafe(Security) ? await parts.Registration.Answer(iq, address)
            : iq.Error(StanzaError.NotAllowed("TLS comes first."));
        if (iq.Type == "set" && answer.Type == "result")
        {
            registered = true;
            parts.Instruments.Registered();
        }

        Answer(answer);
        return Step.Next;
    }

    private async ValueTask<Step> Bind(Stanza iq)
    {
        var (session, answer) = await binding.Bind(iq, account!);
        Session = session;
        if (session is not null)
            stage = Stage.Bound;
        Answer(answer);
        return Step.Next;
    }

    /// <summary>RFC 6121 appendix E: a session was asked for separately once; it means nothing now.</summary>
    private Step Acknowledge(Stanza iq)
    {
        Answer(iq.Result());
        return Step.Next;
    }

    /// <summary>RFC 6120 §8.1.2.1: <c>from</c> is what the server knows, whatever the client wrote.</summary>
    private ValueTask<Step> Receive(Session session, Stanza stanza)
    {
        var stamped = stanza with { From = session.FullJid, MalformedFrom = null };
        if (StanzaFault(stamped) is { } fault)
        {
            // §8.3.1: an error is never answered with an error.
            if (stamped.CanBeAnswered)
                session.Send(stamped.Error(fault));
            return new(Step.Next);
        }

        var received = parts.Host.Receive(session, stamped);
        return received.IsCompletedSuccessfully ? new(Step.Next) : Finish(received);

        static async ValueTask<Step> Finish(ValueTask pending)
        {
            await pending;
            return Step.Next;
        }
    }

    private static StanzaError? StanzaFault(Stanza stanza)
    {
        if (stanza.MalformedTo is not null)
            return StanzaError.JidMalformed();
        // §7.7.2.3: one resource per stream.
        if (stanza.Asks("bind", Ns.Bind))
            return StanzaError.NotAllowed("A resource is bound already.");
        return stanza.Kind == StanzaKind.Iq ? IqPayload.Fault(stanza) : null;
    }

    private void SendHeader(Jid? to)
    {
        outbound.AppendOwn(StreamText.Header(parts.Identity.Domain, parts.Tokens.Next(), account ?? to));
        headerDue = false;
    }

    /// <summary>Within the queue's bound, because a client may ask without ever reading.</summary>
    private void Answer(Stanza stanza) => link.Append(new EncodedStanza(Whole(stanza), default), default);

    private static ReadOnlyMemory<byte> Whole(Stanza stanza)
    {
        var encoded = stanza.Encode();
        return (byte[])[.. encoded.Head.Span, .. encoded.Tail.Span];
    }
}
