using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <inheritdoc cref="ILeavingAccountsGrain"/>
[GrainType("muc.leaving-accounts")]
internal sealed partial class LeavingAccountsGrain(
    [PersistentState("leaving", GatewayFeed.GrainStorage)] IPersistentState<LeavingAccountsState> storage,
    ILogger<LeavingAccountsGrain> log) : Grain, ILeavingAccountsGrain
{
    /// <summary>What fits into one row of a storage that has 1 MB for it, with addresses of usual length and many that are longer.</summary>
    private const int MostBytes = 512 * 1024;

    /// <summary>Accounts that are woken at a time; each keeps its caller waiting for some seconds at most.</summary>
    private const int AtOnce = 16;

    private Task _round = Task.CompletedTask;

    public Task Note(Jid account)
    {
        var listed = storage.State.Accounts;
        var address = account.Bare.ToString();
        return listed.Contains(address) || listed.Sum(other => other.Length) + address.Length > MostBytes ? Task.CompletedTask : Save([.. listed, address]);
    }

    public Task Strike(Jid account)
    {
        var address = account.Bare.ToString();
        return storage.State.Accounts.Contains(address) ? Save([.. storage.State.Accounts.Where(other => other != address)]) : Task.CompletedTask;
    }

    public Task Wake()
    {
        if (_round.IsCompleted)
            _round = Abreast.Each(storage.State.Accounts, AtOnce, Resume);
        return Task.CompletedTask;
    }

    private async Task Resume(string account)
    {
        try
        {
            await GrainFactory.GetGrain<IUserRegistrationGrain>(account).Resume();
        }
#pragma warning disable CA1031 // The others are woken all the same, and this one when the next silo comes or goes.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogNotResumed(account, fault);
        }
    }

    private async Task Save(string[] accounts)
    {
        var before = storage.State;
        storage.State = new LeavingAccountsState { Accounts = accounts };
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = before;
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cancelled account {Account} could not be woken to remove what it leaves behind.")]
    private partial void LogNotResumed(string account, Exception fault);
}
