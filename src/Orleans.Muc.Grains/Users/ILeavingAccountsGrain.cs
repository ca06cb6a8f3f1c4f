using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>
/// The accounts of a domain that are being removed, so that somebody goes on with it when their silo is lost. Decision: a list of its own, since nobody has to ask for a removed account again,
/// and looking through all accounts at each start would read as many rows as there are.
/// </summary>
[Alias("muc.ILeavingAccountsGrain")]
public interface ILeavingAccountsGrain : IGrainWithStringKey
{
    /// <summary>This account is about to leave. Above a bound it is not listed, and removed all the same unless its silo is lost; then when it is asked for again.</summary>
    [Alias("Note")]
    Task Note(Jid account);

    /// <summary>Nothing is left of it.</summary>
    [Alias("Strike")]
    Task Strike(Jid account);

    /// <summary>A silo was started or lost: wakes the accounts that are listed, some at a time; those that are being woken already once more. Waits for none of them.</summary>
    [Alias("Wake")]
    Task Wake();
}
