using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>What one SCRAM login goes by.</summary>
/// <param name="Hash">The mechanism's hash function.</param>
/// <param name="Plus">Whether it is the -PLUS variant.</param>
/// <param name="EndPoint">The channel's <c>tls-server-end-point</c>; null when no -PLUS variant is offered.</param>
/// <param name="Nonce">The server's part of the nonce.</param>
internal sealed record ScramTerms(ScramHash Hash, bool Plus, byte[]? EndPoint, string Nonce);

/// <summary>SCRAM-SHA-1 and SCRAM-SHA-256, with or without channel binding (RFC 5802, RFC 7677).</summary>
internal sealed class ScramExchange(ScramTerms terms, LoginGuard guard, Jid domain) : ISaslExchange
{
    private const string EndPointBinding = "tls-server-end-point";

    private ScramClientFirst? first;
    private string serverFirst = "";
    private ScramKeys? keys;
    private Jid? account;

    public ValueTask<SaslReply> Receive(ReadOnlyMemory<byte> message) => first is null ? Begin(message) : new(Finish(message));

    private async ValueTask<SaslReply> Begin(ReadOnlyMemory<byte> message)
    {
        if (!ScramClientFirst.TryParse(message.Span, out var parsed) || (parsed.Flag == ScramBindingFlag.Used) != terms.Plus)
            return SaslReply.Fail(SaslError.MalformedRequest);
        if (!AcceptsBinding(parsed))
            return SaslReply.Fail(SaslError.NotAuthorized);
        account = SaslIdentity.AccountOf(parsed.UserName, domain);
        if (!SaslIdentity.MayActAs(parsed.Authzid, account))
            return SaslReply.Fail(SaslError.InvalidAuthzid);
        if (account is null)
            return SaslReply.Fail(SaslError.NotAuthorized);
        if (!guard.Admits(account))
            return SaslReply.Fail(SaslError.TemporaryAuthFailure);
        keys = await guard.KeysOf(account, terms.Hash);
        first = parsed;
        serverFirst = string.Create(CultureInfo.InvariantCulture, $"r={first.Nonce}{terms.Nonce},s={Convert.ToBase64String(keys.Salt)},i={keys.Iterations}");
        return new SaslReply.Challenge(Encoding.UTF8.GetBytes(serverFirst));
    }

    private SaslReply Finish(ReadOnlyMemory<byte> message)
    {
        if (first is null || keys is null || account is null || !ScramClientFinal.TryParse(message.Span, out var final))
            return SaslReply.Fail(SaslError.MalformedRequest);
        // RFC 5802 §5.1: the nonce and the binding MUST be those of this exchange.
        if (final.Nonce != first.Nonce + terms.Nonce || !CryptographicOperations.FixedTimeEquals(final.Binding, ExpectedBinding(first)))
            return SaslReply.Fail(SaslError.NotAuthorized);
        if (!guard.Admits(account))
            return SaslReply.Fail(SaslError.TemporaryAuthFailure);
        var proved = Encoding.UTF8.GetBytes($"{first.Bare},{serverFirst},{final.WithoutProof}");
        if (!keys.VerifyProof(proved, final.Proof))
            return SaslReply.Fail(SaslError.NotAuthorized);
        return new SaslReply.Success(account, Encoding.UTF8.GetBytes("v=" + Convert.ToBase64String(keys.SignServer(proved))));
    }

    private bool AcceptsBinding(ScramClientFirst parsed) => parsed.Flag switch
    {
        // RFC 5802 §6: "y" towards a server that did offer it means that somebody took the offer out: MUST fail.
        ScramBindingFlag.NotOffered => terms.EndPoint is null,
        ScramBindingFlag.Used => parsed.BindingName == EndPointBinding && terms.EndPoint is not null,
        _ => true,
    };

    private byte[] ExpectedBinding(ScramClientFirst parsed)
    {
        var header = Encoding.UTF8.GetBytes(parsed.Header);
        return terms is { Plus: true, EndPoint: { } channel } ? [.. header, .. channel] : header;
    }
}
