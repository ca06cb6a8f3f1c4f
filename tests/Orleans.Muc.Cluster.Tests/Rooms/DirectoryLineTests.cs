using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>How often the directory hears how many are inside a room.</summary>
public sealed class DirectoryLineTests
{
    private readonly ManualTimeProvider time = new();
    private readonly List<DirectoryRoom> told = [];
    private readonly Room room = new(Jid.Parse("balcony@conference.localhost"), new ServiceRules(Jid.Parse("conference.localhost"), new HashSet<Jid>()));
    private readonly DirectoryLine line;

    public DirectoryLineTests()
    {
        line = new DirectoryLine(room, new Listener(told), noting => noting(), time);
        room.Apply(new RoomCreated(Jid.Parse("romeo@localhost"), new RoomConfiguration { RoomDesc = "A balcony", MembersOnly = true }, [], time.GetUtcNow()));
        room.Apply(new RoomUnlocked());
    }

    [Fact]
    public void First_change_is_told_at_once_and_those_after_it_together()
    {
        line.NoteOccupants();
        Assert.Single(told);

        line.NoteOccupants();
        line.NoteOccupants();
        Assert.Single(told);

        time.Advance(DirectoryLine.BetweenCounts);
        Assert.Equal(2, told.Count);

        time.Advance(DirectoryLine.BetweenCounts);
        Assert.Equal(2, told.Count);
        line.NoteOccupants();
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public void Other_changes_wait_for_nothing()
    {
        line.NoteOccupants();
        line.Note();

        Assert.Equal(2, told.Count);
        Assert.Equal(("A balcony", false, false, 0), (told[1].Description, told[1].IsOpen, told[1].IsNonAnonymous, told[1].Occupants));
    }

    [Fact]
    public void Hidden_room_counts_for_itself()
    {
        room.Apply(new ConfigurationChanged(room.Configuration with { PublicRoom = false }));

        line.NoteOccupants();

        Assert.Empty(told);
    }

    [Fact]
    public void Room_that_is_another_activation_s_by_now_says_nothing_more()
    {
        line.NoteOccupants();
        line.NoteOccupants();
        line.Stop();
        time.Advance(DirectoryLine.BetweenCounts);
        line.Note();

        Assert.Single(told);
    }

    private sealed class Listener(List<DirectoryRoom> told) : IRoomDirectoryGrain
    {
        public Task Put(DirectoryRoom room)
        {
            told.Add(room);
            return Task.CompletedTask;
        }

        public Task Remove(Jid room) => throw new NotSupportedException();

        public Task<RoomListing> List(RoomPage page) => throw new NotSupportedException();

        public Task<ChannelsFound> Search(ChannelQuery query, string? from) => throw new NotSupportedException();
    }
}
