using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>Backups find the states of grains without a silo: under the ids that the grains have.</summary>
public sealed class StoredStatesTests
{
    [Fact]
    public async Task Ids_are_those_of_the_grains()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var (grains, room, account, service) = (Cellar.Factory(cluster), "verona@conference.localhost", "romeo@localhost", "conference.localhost");

        Assert.Equal(grains.GetGrain<IRoomGrain>(room).GetGrainId(), StoredStates.RoomOf(Jid.Parse(room)));
        Assert.Equal(grains.GetGrain<IUserRegistrationGrain>(account).GetGrainId(), StoredStates.AccountOf(Jid.Parse(account)));
        Assert.Equal(grains.GetGrain<IUserGrain>(account).GetGrainId(), StoredStates.UserOf(Jid.Parse(account)));
        Assert.Equal(grains.GetGrain<IRoomDirectoryGrain>(service).GetGrainId(), StoredStates.DirectoryOf(Jid.Parse(service)));
    }
}
