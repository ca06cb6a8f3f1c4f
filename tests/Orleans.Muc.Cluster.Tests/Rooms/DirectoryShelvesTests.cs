using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Grains.Directory;
using Orleans.Muc.LocalStorage;
using Orleans.Storage;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>How the list of rooms is stored: a change writes its shelf and no other.</summary>
public sealed class DirectoryShelvesTests
{
    private static readonly GrainId Service = GrainId.Create("muc.room-directory", "conference.localhost");

    private readonly FaultyStorage storage = new();
    private readonly DirectoryShelves shelves;

    public DirectoryShelvesTests() => shelves = new DirectoryShelves(storage, Service);

    [Fact]
    public async Task Rooms_come_back_but_those_that_were_removed()
    {
        for (var i = 0; i < 200; i++)
            shelves.Put(Room(i));
        shelves.Remove(Room(7).Room);
        await shelves.Write();

        var found = await new DirectoryShelves(storage, Service).Read();

        Assert.Equal(Enumerable.Range(0, 200).Where(i => i != 7).Select(i => Room(i).Room), found.Select(room => room.Room).Order(StringComparer.Ordinal));
        Assert.Equal(Room(8), found.Single(room => room.Room == Room(8).Room));
    }

    [Fact]
    public async Task One_change_among_many_rooms_writes_one_shelf()
    {
        for (var i = 0; i < 5_000; i++)
            shelves.Put(Room(i));
        await shelves.Write();
        Assert.Equal(DirectoryShelves.Count, storage.Writes);

        shelves.Put(Room(17) with { Name = "Renamed" });
        await shelves.Write();

        Assert.Equal(DirectoryShelves.Count + 1, storage.Writes);
        Assert.InRange(storage.LargestWrite, 1, 5_000 / DirectoryShelves.Count * 2);
    }

    [Fact]
    public async Task Removing_what_is_not_there_writes_nothing()
    {
        shelves.Remove(Room(1).Room);
        Assert.False(shelves.HasNews);
        await shelves.Write();
        Assert.Equal(0, storage.Writes);
    }

    [Fact]
    public async Task Shelf_that_could_not_be_written_is_written_the_next_time_and_holds_up_no_other()
    {
        for (var i = 0; i < 2_000; i++)
            shelves.Put(Room(i));
        storage.Failing = "directory05";

        await Assert.ThrowsAsync<AggregateException>(shelves.Write);
        Assert.Equal(DirectoryShelves.Count - 1, storage.Writes);
        Assert.True(shelves.HasNews);

        storage.Failing = null;
        await shelves.Write();
        Assert.False(shelves.HasNews);
        Assert.Equal(2_000, (await new DirectoryShelves(storage, Service).Read()).Count);
    }

    [Fact]
    public async Task Shelf_that_another_activation_has_written_is_written_over_at_the_second_try()
    {
        await shelves.Read();
        var other = new DirectoryShelves(storage, Service);
        await other.Read();
        other.Put(Room(1));
        await other.Write();
        shelves.Put(Room(1) with { Name = "Mine" });

        await Assert.ThrowsAsync<AggregateException>(shelves.Write);
        await shelves.Write();

        Assert.Equal("Mine", Assert.Single(await new DirectoryShelves(storage, Service).Read()).Name);
    }

    private static DirectoryEntry Room(int number) => new() { Room = $"room{number:0000}@conference.localhost", Name = "Verona", IsPublic = true, IsPersistent = true, IsOpen = true };

    /// <summary>Memory, but for one state that can't be written while it is <see cref="Failing"/>.</summary>
    private sealed class FaultyStorage : IGrainStorage
    {
        private readonly IGrainStorage memory = new ServiceCollection().AddMemoryStorage(new MemoryDatabase()).BuildServiceProvider().GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage);

        public string? Failing { get; set; }

        public int Writes { get; private set; }

        /// <summary>Rooms of the largest shelf written last.</summary>
        public int LargestWrite { get; private set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => memory.ReadStateAsync(stateName, grainId, grainState);

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (stateName == Failing)
                throw new IOException("The shelf is broken.");
            await memory.WriteStateAsync(stateName, grainId, grainState);
            Writes++;
            LargestWrite = ((DirectoryState)(object)grainState.State!).Rooms.Length;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => memory.ClearStateAsync(stateName, grainId, grainState);
    }
}
