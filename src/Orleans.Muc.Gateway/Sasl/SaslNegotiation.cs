using Microsoft.Extensions.Logging;
using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>How a turn of a login ended.</summary>
internal readonly record struct SaslTurn(Element Answer, Jid? Account)
{
    /// <summary>Set when the login failed.</summary>
    public SaslError? Error { get; init; }
}

/// <summary>Logins on one stream, one at a time (RFC 6120 §6.4).</summary>
internal sealed partial class SaslNegotiation(SaslMechanisms mechanisms, LoginGuard guard, ILogger logger)
{
    private ISaslExchange? exchange;

    /// <summary>Failed logins so far.</summary>
    public int Failures { get; private set; }

    /// <summary>Answers <c>auth</c> (RFC 6120 §6.4.2).</summary>
    public ValueTask<SaslTurn> Begin(Element auth, LinkSecurity link)
    {
        exchange = mechanisms.Begin(auth["mechanism"], link, guard);
        if (exchange is null)
            return new(Fail(mechanisms.IsSafe(link) ? SaslError.InvalidMechanism : SaslError.EncryptionRequired));
        // No initial response: every mechanism here lets the client begin, so the challenge is empty (RFC 4422 §5).
        return auth.Text.Length == 0 ? new(new SaslTurn(new Element("challenge", Ns.Sasl), null)) : Turn(auth.Text);
    }

    /// <summary>Answers <c>response</c> (RFC 6120 §6.4.4).</summary>
    public ValueTask<SaslTurn> Continue(Element response) => Turn(response.Text);

    /// <summary>Answers <c>abort</c> (RFC 6120 §6.4.4).</summary>
    public SaslTurn Abort() => Fail(SaslError.Aborted);

    private async ValueTask<SaslTurn> Turn(string text)
    {
        // RFC 6120 §6.4.2: a single "=" is how zero bytes are written.
        if (!SaslBase64.TryDecode(text == "=" ? "" : text, out var message))
            return Fail(SaslError.IncorrectEncoding);
        try
        {
            var reply = await exchange!.Receive(message);
            guard.Conclude(reply);
            return reply switch
            {
                SaslReply.Challenge { Data: var data } => new SaslTurn(Carry("challenge", data), null),
                SaslReply.Success { Account: var account, Data: var data } => new SaslTurn(Carry("success", data), account),
                SaslReply.Failure { Error: var error } => Fail(error),
                _ => Fail(SaslError.TemporaryAuthFailure),
            };
        }
        catch (Exception fault)
        {
            CredentialsNotAvailable(logger, fault);
            return Fail(SaslError.TemporaryAuthFailure);
        }
    }

    private SaslTurn Fail(SaslError error)
    {
        exchange = null;
        Failures++;
        return new SaslTurn(new Element("failure", Ns.Sasl).Add(new Element(error.ToName(), Ns.Sasl)), null) { Error = error };
    }

    private static Element Carry(string name, byte[]? data) => new Element(name, Ns.Sasl).Add(data switch
    {
        null => null,
        [] => "=",
        _ => Convert.ToBase64String(data),
    });
}
