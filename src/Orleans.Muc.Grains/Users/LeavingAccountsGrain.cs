using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <inheritdoc cref="ILeavingAccountsGrain"/>
[GrainType("muc.leaving-accounts")]
internal sealed partial class LeavingAccountsGrain(
    [PersistentState("leaving", GatewayFeed.GrainStorage)] IPersistentState<LeavingAccountsState> storage,
    TimeProvider time,
    ILogger<LeavingAccountsGrain> log) : Grain, ILeavingAccountsGrain
{
    /// <summary>Accounts that are woken at a time; each keeps its caller waiting for some seconds at most.</summary>
    private const int AtOnce = 16;

    private Task _round = Task.CompletedTask;
    private bool _isAsked;

    public Task Note(Jid account)
    {
        var listed = storage.State.Accounts;
        var address = account.Bare.ToString();
        if (listed.Contains(address))
            return Task.CompletedTask;
        var next = new LeavingAccountsState { Accounts = [.. listed, address] };
        return StateSize.Of(next) > StateSize.MostOfUsers ? Task.CompletedTask : storage.Put(next);
    }

    public Task Strike(Jid account)
    {
        var address = account.Bare.ToString();
        return storage.State.Accounts.Contains(address) ? storage.Put(new LeavingAccountsState { Accounts = [.. storage.State.Accounts.Where(other => other != address)] }) : Task.CompletedTask;
    }

    public Task Wake()
    {
        _isAsked = true;
        if (_round.IsCompleted)
            _round = Rounds();
        return Task.CompletedTask;
    }

    /// <summary>Whoever asks during a round has lost other accounts than those of which the round has heard.</summary>
    private async Task Rounds()
    {
        await Task.Yield();
        // The loop goes on beyond the call that began it.
        Activity.Current = null;
        while (_isAsked)
        {
            _isAsked = false;
            await Abreast.Each(storage.State.Accounts, AtOnce, Resume);
        }
    }

    private async Task Resume(string account)
    {
        try
        {
            await Patiently.Call(() => GrainFactory.GetGrain<IUserRegistrationGrain>(account).Resume(), Patiently.UntilMoved, time);
        }
#pragma warning disable CA1031 // The others are woken all the same, and this one when the next silo comes or goes.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogNotResumed(account, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cancelled account {Account} could not be woken to remove what it leaves behind.")]
    private partial void LogNotResumed(string account, Exception fault);
}
