using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>PLAIN (RFC 4616): name and password as they are, so only where the channel is trusted.</summary>
internal sealed class PlainExchange(LoginGuard guard, Jid domain) : ISaslExchange
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public async ValueTask<SaslReply> Receive(ReadOnlyMemory<byte> message)
    {
        // RFC 4616 §2: message = [authzid] NUL authcid NUL passwd
        if (!TryDecode(message, out var parts) || parts is not [var authzid, { Length: > 0 } userName, { Length: > 0 } password])
            return SaslReply.Fail(SaslError.MalformedRequest);
        var account = SaslIdentity.AccountOf(userName, domain);
        if (!SaslIdentity.MayActAs(authzid, account))
            return SaslReply.Fail(SaslError.InvalidAuthzid);
        if (account is null || !Passwords.TryPrepare(password, out var prepared))
            return SaslReply.Fail(SaslError.NotAuthorized);
        if (!guard.Admits(account))
            return SaslReply.Fail(SaslError.TemporaryAuthFailure);
        return await guard.Verify(account, prepared) ? new SaslReply.Success(account, null) : SaslReply.Fail(SaslError.NotAuthorized);
    }

    private static bool TryDecode(ReadOnlyMemory<byte> message, out string[] parts)
    {
        try
        {
            parts = Strict.GetString(message.Span).Split('\0');
            return true;
        }
        catch (DecoderFallbackException)
        {
            parts = [];
            return false;
        }
    }
}
