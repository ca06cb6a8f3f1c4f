using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Directory;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>What a cluster has stored, past its grains.</summary>
internal static class Cellar
{
    public static Task<RoomHead> HeadAsync(this MucCluster cluster, string room) =>
        ReadAsync<RoomHead>(cluster, "room", Factory(cluster).GetGrain<IRoomGrain>(room).GetGrainId());

    public static Task<IReadOnlyList<DirectoryEntry>> DirectoryAsync(this MucCluster cluster) =>
        new DirectoryShelves(
            MucCluster.Services(cluster.Silos[0]).GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage),
            Factory(cluster).GetGrain<IRoomDirectoryGrain>("conference.localhost").GetGrainId()).Read();

    /// <summary>Claims a room's rows for the next epoch, as another activation of it would: the one that is awake may write no more.</summary>
    public static async Task SupersedeAsync(this MucCluster cluster, string room)
    {
        var head = await cluster.HeadAsync(room);
        var store = MucCluster.Services(cluster.Silos[0]).GetRequiredService<IRoomStore>();
        await store.Open(new RoomPartition(Jid.Parse(room), head.Incarnation), head.Epoch + 1, 1, CancellationToken.None);
    }

    /// <summary>What is stored of a room's people. The room stays awake.</summary>
    public static async Task<IReadOnlyList<MemberRow>> MembersAsync(this MucCluster cluster, string room)
    {
        var head = await cluster.HeadAsync(room);
        var store = MucCluster.Services(cluster.Silos[0]).GetRequiredService<IRoomStore>();
        return (await store.Open(new RoomPartition(Jid.Parse(room), head.Incarnation), head.Epoch, 1, CancellationToken.None)).Members;
    }

    /// <summary>The whole log of a room, oldest first. The room stays awake.</summary>
    public static async Task<IReadOnlyList<LogRecord>> LogAsync(this MucCluster cluster, string room)
    {
        var store = MucCluster.Services(cluster.Silos[0]).GetRequiredService<IRoomStore>();
        var partition = new RoomPartition(Jid.Parse(room), (await cluster.HeadAsync(room)).Incarnation);
        List<LogRecord> records = [];
        while (await store.ReadAfter(partition, records.Count > 0 ? records[^1].Id : null, 500, CancellationToken.None) is { Length: > 0 } page)
            records.AddRange(page);
        return records;
    }

    /// <summary>What is stored of an account: its row, and that of its user.</summary>
    public static async Task<(AccountState Account, UserState User)> AccountAsync(this MucCluster cluster, string account) =>
        (await ReadAsync<AccountState>(cluster, StoredStates.Account, StoredStates.AccountOf(Jid.Parse(account))), await ReadAsync<UserState>(cluster, StoredStates.User, StoredStates.UserOf(Jid.Parse(account))));

    /// <summary>Stores an account's row past its grain, which does not hear of it.</summary>
    public static async Task StoreAccountAsync(this MucCluster cluster, string account, Func<AccountState, AccountState> change)
    {
        var storage = MucCluster.Services(cluster.Silos[0]).GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage);
        var (grain, state) = (StoredStates.AccountOf(Jid.Parse(account)), new GrainState<AccountState>(new AccountState()));
        await storage.ReadStateAsync(StoredStates.Account, grain, state);
        state.State = change(state.State ?? new AccountState());
        await storage.WriteStateAsync(StoredStates.Account, grain, state);
    }

    /// <summary>The accounts that are listed as being removed.</summary>
    public static async Task<IReadOnlyList<string>> LeavingAsync(this MucCluster cluster) =>
        (await ReadAsync<LeavingAccountsState>(cluster, "leaving", Factory(cluster).GetGrain<ILeavingAccountsGrain>("localhost").GetGrainId())).Accounts;

    /// <summary>The cluster's grains, past its gateways.</summary>
    public static IGrainFactory Factory(MucCluster cluster) => MucCluster.Services(cluster.Silos[0]).GetRequiredService<IGrainFactory>();

    private static async Task<T> ReadAsync<T>(MucCluster cluster, string name, GrainId grain)
        where T : class, new()
    {
        var state = new GrainState<T>(new T());
        await MucCluster.Services(cluster.Silos[0]).GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage).ReadStateAsync(name, grain, state);
        return state.State ?? new T();
    }
}
