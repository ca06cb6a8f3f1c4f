using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>Rooms that say an account is registered with them, in the account's row: as many as the server itself would note there. Others are counted each time they are named.</summary>
internal sealed class RoomIndex(BackupStores stores, Tally tally)
{
    /// <summary>They go beside those that are there.</summary>
    /// <param name="account">Its bare JID.</param>
    /// <param name="rooms">Bare JIDs.</param>
    public async Task Note(Jid account, IReadOnlyCollection<string> rooms)
    {
        var stored = await stores.Read<AccountState>(StoredStates.Account, StoredStates.AccountOf(account));
        var next = With(stored.State!, rooms);
        if (next.Rooms.Length == stored.State!.Rooms.Length)
            return;
        stored.State = next;
        await stores.Write(StoredStates.Account, StoredStates.AccountOf(account), stored);
    }

    /// <summary>The row with them, beside those that it has.</summary>
    public AccountState With(AccountState account, IReadOnlyCollection<string> rooms)
    {
        string[] news = [.. rooms.Except(account.Rooms)];
        var count = Fitting.Count(news.Length, most => StateSize.Allows(account, First(most)));
        LeaveOut(news.Length - count);
        return First(count);

        AccountState First(int most) => account with { Rooms = [.. account.Rooms, .. news.Take(most)] };
    }

    public void LeaveOut(int rooms)
    {
        if (rooms > 0)
            tally.LeaveOut("room that an account's list has no place for: it keeps its row of the account when that is cancelled", rooms);
    }
}
