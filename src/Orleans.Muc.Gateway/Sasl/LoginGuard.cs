using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>What a stream's logins see of the accounts: their keys, as long as not too many logins have failed from this address.</summary>
internal sealed class LoginGuard(Credentials credentials, LoginThrottle throttle, RemoteAddress address)
{
    private Jid? asked;

    /// <summary>Whether the password may be tried now; asked again right before a proof is judged, because logins of other streams have failed meanwhile.</summary>
    public bool Admits(Jid account)
    {
        asked = throttle.Admits(account, address) ? account : null;
        return asked is not null;
    }

    /// <summary>The keys of an account that <see cref="Admits"/>.</summary>
    public ValueTask<ScramKeys> KeysOf(Jid account, ScramHash hash) => credentials.KeysOf(account, hash);

    /// <summary>Whether that is the password of an account that <see cref="Admits"/>.</summary>
    public ValueTask<bool> Verify(Jid account, string preparedPassword) => credentials.Verify(account, preparedPassword);

    /// <summary>Takes note of how a login ended.</summary>
    public void Conclude(SaslReply reply)
    {
        if (asked is not { } account || reply is SaslReply.Challenge)
            return;
        if (reply is SaslReply.Success)
            throttle.Succeeded(account, address);
        else if (reply is SaslReply.Failure { Error: SaslError.NotAuthorized })
            throttle.Failed(account, address);
        asked = null;
    }
}
