using System.Globalization;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Directory;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>Pages of the room list, and what is found in it (XEP-0045 §6.3, XEP-0059, XEP-0433).</summary>
public sealed class RoomCatalogueTests
{
    private const SearchedText Everywhere = SearchedText.Name | SearchedText.Description | SearchedText.Address;

    private readonly RoomCatalogue rooms = new([]);
    private readonly Dictionary<string, DirectoryEntry> stored = [];

    public RoomCatalogueTests()
    {
        Put("balcony", "The Balcony", "Where Romeo climbs", 2);
        Put("tomb", "The tomb", "An ending", 3);
        Put("garden", "Garden", "Below the balcony", 2);
        Put("square", "", "", 40);
        rooms.Put(new DirectoryEntry { Room = "cell@conference.localhost", Name = "The friar's balcony", IsPublic = false, IsPersistent = true }, 5);
    }

    [Fact]
    public void Hidden_rooms_are_in_no_page_and_not_found()
    {
        Assert.Equal(4, rooms.List(new RoomPage { Most = 10 }).Total);
        Assert.Equal(["balcony", "garden", "square", "tomb"], Find(new ChannelQuery { Order = ChannelOrder.Address }));
    }

    [Fact]
    public void Room_that_is_hidden_later_is_no_longer_listed()
    {
        rooms.Put(new DirectoryEntry { Room = "tomb@conference.localhost", IsPublic = false }, 3);
        rooms.Remove("garden@conference.localhost");

        Assert.Equal(["balcony", "square"], rooms.List(new RoomPage { Most = 10 }).Rooms.Select(room => room.Room.Localpart!));
        Assert.Equal(["balcony", "square"], Find(new ChannelQuery { Order = ChannelOrder.Address }));
    }

    [Fact]
    public void List_is_paged_in_both_directions_and_by_index()
    {
        Assert.Equal(("garden square", 1), Page(new RoomPage { Most = 2, After = "balcony@conference.localhost" }));
        Assert.Equal(("balcony", 0), Page(new RoomPage { Most = 2, Before = "garden@conference.localhost" }));
        Assert.Equal(("square tomb", 2), Page(new RoomPage { Most = 2, Before = "" }));
        Assert.Equal(("tomb", 3), Page(new RoomPage { Most = 2, Index = 3 }));
        Assert.Equal(("", 0), Page(new RoomPage { Most = 0 }));
    }

    [Theory]
    [InlineData("balcony", Everywhere, "balcony garden")]
    [InlineData("balcony", SearchedText.Name, "balcony")]
    [InlineData("balcony", SearchedText.Description, "garden")]
    [InlineData("square", SearchedText.Address, "square")]
    [InlineData("square", SearchedText.Name | SearchedText.Description, "")]
    [InlineData("the balcony", Everywhere, "balcony garden")]
    [InlineData("romeo garden", Everywhere, "")]
    [InlineData("conference.localhost the", Everywhere, "balcony garden tomb")]
    public void Every_word_must_be_somewhere_it_is_looked_for(string words, SearchedText searched, string expected) =>
        Assert.Equal(expected, string.Join(' ', Find(new ChannelQuery { Words = words.Split(' '), In = searched, Order = ChannelOrder.Address })));

    [Fact]
    public void Most_inhabited_come_first_and_few_are_left_out()
    {
        Assert.Equal(["square", "tomb", "balcony", "garden"], Find(new ChannelQuery()));
        Assert.Equal(["square", "tomb"], Find(new ChannelQuery { LeastOccupants = 3 }));
    }

    [Fact]
    public void Number_of_occupants_is_kept_without_being_stored()
    {
        Assert.False(Put("garden", "Garden", "Below the balcony", 50));
        Assert.Equal("garden", Find(new ChannelQuery())[0]);

        var restored = new RoomCatalogue([.. stored.Values]);
        Assert.Null(restored.Search(new ChannelQuery { Most = 1 }, null).Rooms[0].Occupants);
        Assert.Equal(["balcony", "garden", "square", "tomb"], restored.Search(new ChannelQuery { Most = 9 }, null).Rooms.Select(room => room.Room.Localpart!));
    }

    [Fact]
    public void Room_stored_before_its_openness_was_told_is_said_to_be_neither()
    {
        var restored = new RoomCatalogue([new DirectoryEntry { Room = "old@conference.localhost", IsPublic = true }]);

        var found = Assert.Single(restored.Search(new ChannelQuery { Most = 1 }, null).Rooms);

        Assert.Equal((null, null), (found.IsOpen, found.IsNonAnonymous));
    }

    [Theory]
    [InlineData(ChannelOrder.Occupants)]
    [InlineData(ChannelOrder.Address)]
    public void Pages_of_a_search_over_many_turns_cover_everything_once(ChannelOrder order)
    {
        for (var i = 0; i < (2 * RoomCatalogue.MostPerTurn) + 1; i++)
            Put("x" + i.ToString("x8", CultureInfo.InvariantCulture), i % 700 == 0 ? "Rare" : "Usual", "", i % 7);
        var question = new ChannelQuery { Words = ["rare"], In = SearchedText.Name, Order = order, Most = 4 };
        var all = Search(question with { Most = 1000 }, out var total);
        Assert.Equal(15, total.Matches);
        Assert.True(total.Turns > 2);

        var forwards = new List<FoundChannel>();
        for (var page = Search(question, out _); page.Length > 0;)
        {
            forwards.AddRange(page);
            page = Search(question with { After = forwards[^1].Position }, out var counts);
            Assert.Equal((forwards.Count, 15), (counts.Preceding, counts.Matches));
        }

        var backwards = new List<FoundChannel>();
        for (var page = Search(question with { Backwards = true }, out _); page.Length > 0; page = Search(question with { Backwards = true, Before = backwards[0].Position }, out _))
            backwards.InsertRange(0, page);

        Assert.Equal(all, forwards);
        Assert.Equal(all, backwards);
    }

    private bool Put(string room, string name, string description, int occupants)
    {
        var entry = new DirectoryEntry
        {
            Room = room + "@conference.localhost",
            Name = name,
            Description = description,
            IsPublic = true,
            IsOpen = true,
            IsNonAnonymous = false,
        };
        stored[entry.Room] = entry;
        return rooms.Put(entry, occupants);
    }

    private (string Rooms, int First) Page(RoomPage page)
    {
        var listing = rooms.List(page);
        return (string.Join(' ', listing.Rooms.Select(room => room.Room.Localpart!)), listing.FirstIndex);
    }

    private string[] Find(ChannelQuery query) => [.. Search(query with { Most = 1000 }, out _).Select(room => room.Room.Localpart!)];

    /// <summary>As a gateway does it, turn after turn.</summary>
    private FoundChannel[] Search(ChannelQuery query, out (int Matches, int Preceding, int Turns) counts)
    {
        FoundChannel[] found = [];
        counts = (0, 0, 0);
        string? from = null;
        do
        {
            var part = rooms.Search(query, from);
            found = query.Choose(found.Concat(part.Rooms));
            counts = (counts.Matches + part.Matches, counts.Preceding + part.Preceding, counts.Turns + 1);
            from = part.Next;
        }
        while (from is not null);
        return found;
    }
}
