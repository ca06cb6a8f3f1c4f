using Microsoft.Extensions.Options;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Limits;

/// <summary>
/// Remembers failed logins across streams: of an account from an address, and of an address. Decision: an account has no limit over all addresses, because then anybody could lock its owner
/// out; who guesses from many addresses gets the limit once for each. Accounts that do not exist count like those that do.
/// </summary>
internal sealed class LoginThrottle(IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly RecentCounts<(Jid Account, RemoteAddress Address)> accounts = new(options.Value.FailedLoginWindow, time);
    private readonly RecentCounts<RemoteAddress> addresses = new(options.Value.FailedLoginWindow, time);

    /// <summary>Whether a password of the account may be tried from there.</summary>
    public bool Admits(Jid account, RemoteAddress address) =>
        !addresses.HasReached(options.Value.MaxFailedLoginsPerAddress, address) && !accounts.HasReached(options.Value.MaxFailedLoginsPerAccount, (account, address));

    public void Failed(Jid account, RemoteAddress address)
    {
        accounts.Add((account, address));
        addresses.Add(address);
    }

    /// <summary>Who knows the password has only mistyped it before. The address's count stays: an account of one's own buys no guesses at others'.</summary>
    public void Succeeded(Jid account, RemoteAddress address) => accounts.Forget((account, address));
}
