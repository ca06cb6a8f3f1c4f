using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>An account: its row exists or it does not, and all changes of it are writes of that row.</summary>
[GrainType("muc.account")]
internal sealed class UserRegistrationGrain(
    [PersistentState("account", GatewayFeed.GrainStorage)] IPersistentState<AccountState> storage,
    MucIdentity identity,
    FillRandom random,
    TimeProvider time) : Grain, IUserRegistrationGrain
{
    /// <summary>Null when the account was not cancelled lately, as far as this activation knows.</summary>
    private long? _cancelled;

    private Jid Account => Jid.Parse(this.GetPrimaryKeyString());

    public async Task<bool> Register(string preparedPassword)
    {
        if (storage.State.Exists)
            return false;
        _cancelled = null;
        await Save(storage.State with { Keys = Derive(preparedPassword) });
        return true;
    }

    public async Task<bool> ChangePassword(string preparedPassword)
    {
        if (!storage.State.Exists)
            return false;
        await Save(storage.State with { Keys = Derive(preparedPassword) });
        return true;
    }

    public Task<ScramKeysWire?> GetKeys(ScramHash hash) => Task.FromResult(Array.Find(storage.State.Keys, keys => keys.Hash == hash));

    public async Task<bool> Cancel()
    {
        if (!storage.State.Exists)
            return false;
        // The row goes last: a cancellation that fails half-way can be asked for again, and finds the rooms it has yet to visit.
        await Task.WhenAll(storage.State.Rooms.Select(room => GrainFactory.GetGrain<IRoomGrain>(room).RemoveAccount(Account)));
        await GrainFactory.GetGrain<IUserGrain>(this.GetPrimaryKeyString()).Remove();
        await storage.ClearStateAsync();
        _cancelled = time.GetTimestamp();
        return true;
    }

    public async Task NoteRoom(Jid room, bool registered)
    {
        // On its way while the account was cancelled, so the room was not among those that were told.
        if (registered && _cancelled is { } then && time.GetElapsedTime(then) < Patiently.UntilMoved)
        {
            await GrainFactory.GetGrain<IRoomGrain>(room.ToString()).RemoveAccount(Account);
            return;
        }

        var state = storage.State;
        var address = room.Bare.ToString();
        // An affiliation may be older than the account: the row then holds the index alone.
        if (state.Rooms.Contains(address) == registered)
            return;
        await Save(state with { Rooms = registered ? [.. state.Rooms, address] : [.. state.Rooms.Where(other => other != address)] });
    }

    private ScramKeysWire[] Derive(string preparedPassword)
    {
        // The gateway has answered the client already when these don't hold; here they keep a bad row from being made at all.
        if (AccountRules.Judge(Account, identity.Domain, preparedPassword) is { } error)
            throw new ArgumentException(error.Text, nameof(preparedPassword));
        var credentials = Credentials.Derive(preparedPassword, random);
        return [ToWire(credentials.Sha1), ToWire(credentials.Sha256)];
    }

    private static ScramKeysWire ToWire(ScramKeys keys) => new(keys.Hash, keys.Salt, keys.Iterations, keys.StoredKey, keys.ServerKey);

    private async Task Save(AccountState next)
    {
        var before = storage.State;
        storage.State = next;
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
}
