using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>Which accounts may exist (XEP-0077 §3.1.1).</summary>
public static class AccountRules
{
    /// <summary>Bytes of UTF-8 a password may have. Longer ones only cost time: keys are derived from all of it.</summary>
    public const int MaxPasswordBytes = 1024;

    /// <summary>Whether the address can be an account of <paramref name="domain"/>: a user of that very domain, without a resource.</summary>
    public static bool IsAccount(Jid jid, Jid domain)
    {
        ArgumentNullException.ThrowIfNull(jid);
        return jid is { IsBare: true, Localpart: not null } && jid.Domain == domain;
    }

    /// <summary>XEP-0077 §3.1.1: credentials the service won't take are <c>not-acceptable</c>; null when it takes them.</summary>
    /// <param name="account">The address the account would have.</param>
    /// <param name="domain">The domain of this server.</param>
    /// <param name="preparedPassword">As <see cref="Passwords.TryPrepare"/> made it.</param>
    public static StanzaError? Judge(Jid account, Jid domain, string preparedPassword)
    {
        if (!IsAccount(account, domain))
            return StanzaError.NotAcceptable("This user name can't be registered here.");
        if (string.IsNullOrEmpty(preparedPassword))
            return StanzaError.NotAcceptable("A password must not be empty.");
        if (Encoding.UTF8.GetByteCount(preparedPassword) > MaxPasswordBytes)
            return StanzaError.NotAcceptable("This password is too long.");
        return null;
    }
}
