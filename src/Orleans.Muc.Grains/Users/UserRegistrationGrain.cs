using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Grains.Users;

/// <summary>
/// An account: its row exists or it does not, and all changes of it are writes of that row. When it is cancelled its keys go first, with a mark that it is leaving, and the row when all else
/// is gone: so no half-removed account can be used, and no new one of its name finds anything of it.
/// </summary>
[GrainType("muc.account")]
#pragma warning disable CA1001 // A semaphore without a wait handle has nothing to dispose of.
internal sealed partial class UserRegistrationGrain(
    [PersistentState(StoredStates.Account, GatewayFeed.GrainStorage)] IPersistentState<AccountState> storage,
    MucIdentity identity,
    FillRandom random,
    TimeProvider time,
    ILogger<UserRegistrationGrain> log) : Grain, IUserRegistrationGrain
#pragma warning restore CA1001
{
    /// <summary>Rooms that are told at a time that the account is gone: each may have to wake.</summary>
    private const int RoomsAtOnce = 16;

    /// <summary>How long a call waits for a removal that is under way: most take milliseconds, and a call may take 5 s.</summary>
    private static readonly TimeSpan LeavingPatience = TimeSpan.FromSeconds(3);

    /// <summary>A grain that is not called would fall asleep over a long removal.</summary>
    private static readonly TimeSpan AwakeWhileLeaving = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>What the storage is known to hold: nobody sees a change that may yet fail.</summary>
    private AccountState _stored = new();

    private AccountLeaving _leaving = null!;

    /// <summary>Grows with each room that registers the account while it is leaving: such a room has to be told again.</summary>
    private int _lateRooms;

    /// <summary>Null when the account was not cancelled lately, as far as this activation knows.</summary>
    private long? _cancelled;

    private Jid Account => Jid.Parse(this.GetPrimaryKeyString());

    private IUserGrain User => GrainFactory.GetGrain<IUserGrain>(this.GetPrimaryKeyString());

    private ILeavingAccountsGrain Leavers => GrainFactory.GetGrain<ILeavingAccountsGrain>(identity.Domain.ToString());

    private bool WasCancelledLately => _cancelled is { } then && time.GetElapsedTime(then) < Patiently.UntilMoved;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stored = storage.State;
        _leaving = new AccountLeaving(Account, Leave, time, log);
        if (_stored.IsLeaving)
            _leaving.Begin();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving.Stop();
        return Task.CompletedTask;
    }

    public async Task<RegisterOutcome> Register(string preparedPassword)
    {
        if (_stored.IsLeaving)
            await _leaving.End(LeavingPatience);
        if (_stored.IsLeaving)
            return RegisterOutcome.StillLeaving;
        if (_stored.Exists)
            return RegisterOutcome.Exists;
        _cancelled = null;
        await Change(state => state with { Keys = Derive(preparedPassword) });
        return RegisterOutcome.Registered;
    }

    public async Task<bool> ChangePassword(string preparedPassword)
    {
        if (!_stored.Exists)
            return false;
        await Change(state => state with { Keys = Derive(preparedPassword) });
        return true;
    }

    public Task<bool> Exists() => Task.FromResult(_stored.Exists);

    public Task<ScramKeysWire?> GetKeys(ScramHash hash) => Task.FromResult(Array.Find(_stored.Keys, keys => keys.Hash == hash));

    public async Task<bool> Cancel()
    {
        // A call that is repeated, because its answer was lost, finds the account gone.
        if (!_stored.Exists && !_stored.IsLeaving)
            return WasCancelledLately;
        if (!_stored.IsLeaving)
        {
            // First, so that somebody remembers it whatever happens.
            await Leavers.Note(Account);
            await Change(state => state with { Keys = [], IsLeaving = true });
            _cancelled = time.GetTimestamp();
        }

        _leaving.Begin();
        await User.Remove();
        return true;
    }

    public async Task Resume()
    {
        if (_stored.IsLeaving)
            await _leaving.End(LeavingPatience);
        else
            await Leavers.Strike(Account);
    }

    public async Task NoteRoom(Jid room, bool registered)
    {
        // On its way while the account was cancelled, so the room was not among those that were told.
        if (registered && !_stored.IsLeaving && WasCancelledLately)
        {
            await GrainFactory.GetGrain<IRoomGrain>(room.ToString()).RemoveAccount(Account);
            return;
        }

        var address = room.Bare.ToString();
        if (registered && _stored.IsLeaving)
            _lateRooms++;
        // An affiliation may be older than the account: the row then holds the index alone.
        await Change(state =>
        {
            if (state.Rooms.Contains(address) == registered)
                return state;
            var next = state with { Rooms = registered ? [.. state.Rooms, address] : [.. state.Rooms.Where(other => other != address)] };
            if (StateSize.Allows(state, next))
                return next;
            // Some ten thousand rooms: this one keeps its row of the account when that is cancelled, unless its owners remove it.
            LogIndexFull(Account, room);
            return state;
        });
    }

    /// <summary>Everything that is left of the account, then the mark, and at last the note of it. A step that is repeated never touches a new account of the name.</summary>
    private async Task<bool> Leave()
    {
        if (_stored.IsLeaving && !await Clear())
            return false;
        await Leavers.Strike(Account);
        if (_stored.IsLeaving)
        {
            // There has been another account of that name, and it is cancelled already.
            await Leavers.Note(Account);
            return false;
        }

        DelayDeactivation(TimeSpan.Zero);
        return true;
    }

    /// <summary>False when something is left.</summary>
    private async Task<bool> Clear()
    {
        DelayDeactivation(AwakeWhileLeaving);
        await User.Remove();
        var (rooms, late) = (_stored.Rooms, _lateRooms);
        var untold = 0;
        var told = Abreast.Each(rooms, RoomsAtOnce, async room => untold += await Tell(room) ? 0 : 1);
        var forgotten = false;
        try
        {
            forgotten = await User.Forget();
        }
        finally
        {
            await told;
        }

        if (forgotten && untold == 0)
            await Change(state => late == _lateRooms && !state.Rooms.Except(rooms).Any() ? new AccountState() : state);
        return !_stored.IsLeaving;
    }

    /// <summary>False when the room can't be reached now.</summary>
    private async Task<bool> Tell(string room)
    {
        try
        {
            await GrainFactory.GetGrain<IRoomGrain>(room).RemoveAccount(Account);
            return true;
        }
#pragma warning disable CA1031 // The others are told all the same, and this one with the next step.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogRoomNotTold(Account, room, fault);
            return false;
        }
    }

    private ScramKeysWire[] Derive(string preparedPassword)
    {
        // The gateway has answered the client already when these don't hold; here they keep a bad row from being made at all.
        if (AccountRules.Judge(Account, identity.Domain, preparedPassword) is { } error)
            throw new ArgumentException(error.Text, nameof(preparedPassword));
        var credentials = Credentials.Derive(preparedPassword, random);
        return [ToWire(credentials.Sha1), ToWire(credentials.Sha256)];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Account} is registered with so many rooms that {Room} can't be noted any more.")]
    private partial void LogIndexFull(Jid account, Jid room);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room} could not be told that {Account} is no more; it is tried again.")]
    private partial void LogRoomNotTold(Jid account, string room, Exception fault);

    private static ScramKeysWire ToWire(ScramKeys keys) => new(keys.Hash, keys.Salt, keys.Iterations, keys.StoredKey, keys.ServerKey);

    /// <summary>One change at a time, each of what the one before has left: a removal goes on beside the turns.</summary>
    private async Task Change(Func<AccountState, AccountState> change)
    {
        await _writing.WaitAsync();
        try
        {
            var next = change(_stored);
            if (next == _stored)
                return;
            storage.State = next;
            await (next.IsEmpty ? storage.ClearStateAsync() : storage.WriteStateAsync());
            _stored = next;
        }
        catch (InconsistentStateException)
        {
            // A write of this activation that was thought lost was not, or there is another activation: what is stored is the truth. Beside the turns nobody else would read it again.
            await storage.ReadStateAsync();
            _stored = storage.State;
            throw;
        }
        finally
        {
            storage.State = _stored;
            _writing.Release();
        }
    }
}
