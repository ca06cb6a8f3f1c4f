using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Storage.Tests;

/// <summary>Adds what Orleans expects of a grain storage to the promises of a storage.</summary>
public abstract class GrainStorageConformance : RoomArchiveConformance
{
    private static readonly GrainId Juliet = GrainId.Create("muc.user", "juliet@capulet.example");

    [Fact]
    public async Task A_state_that_nobody_wrote_is_a_new_one()
    {
        var state = new StoredState<Notebook> { State = null, ETag = "old", RecordExists = true };

        await Grains.ReadStateAsync("diary", Juliet, state);

        Assert.Equal("", state.State!.Title);
        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
    }

    [Fact]
    public async Task A_state_comes_back_in_every_detail()
    {
        var written = new Notebook
        {
            Title = "Wherefore \"art\" <thou> 🌹",
            Pages = long.MaxValue,
            Ink = [0, 1, 255],
            Begun = new DateTimeOffset(2026, 7, 16, 12, 30, 0, 123, TimeSpan.FromHours(2)),
            Owner = Jid.Parse("juliet@capulet.example/balcony #1"),
            Nick = Nick.Parse("Juliet"),
            Last = Id(7),
            Words = { ["muc#roomconfig_roomname"] = ["a", ""], ["empty"] = [] },
            Readers = { [Jid.Parse("nurse@capulet.example")] = 3 },
        };
        await Write("diary", Juliet, written);

        var read = (await Read("diary", Juliet)).State!;

        Assert.Equal(written.Ink, read.Ink);
        Assert.Equal(written.Words, read.Words);
        Assert.Equal(written.Readers, read.Readers);
        Assert.Equal(written with { Ink = read.Ink, Words = read.Words, Readers = read.Readers }, read);
    }

    [Fact]
    public async Task A_state_of_the_largest_size_is_stored()
    {
        var frame = StateSize.Of(new Notebook());
        var largest = new Notebook { Title = new string('x', StateSize.Most - frame) };
        Assert.Equal(StateSize.Most, StateSize.Of(largest));

        await Write("diary", Juliet, largest);

        Assert.Equal(largest.Title, (await Read("diary", Juliet)).State!.Title);
    }

    [Theory]
    [InlineData(48 * 1024)]
    [InlineData(64 * 1024)]
    [InlineData(300 * 1024)]
    public async Task A_large_state_comes_back_whole_and_a_small_one_after_it_has_nothing_of_it(int bytes)
    {
        var ink = new byte[bytes];
        new Random(1).NextBytes(ink);
        var state = await Write("diary", Juliet, new Notebook { Ink = ink });
        Assert.Equal(ink, (await Read("diary", Juliet)).State!.Ink);

        state.State = new Notebook { Title = "one" };
        await Grains.WriteStateAsync("diary", Juliet, state);

        var small = (await Read("diary", Juliet)).State!;
        Assert.Equal("one", small.Title);
        Assert.Empty(small.Ink);
    }

    [Fact]
    public async Task What_is_changed_after_a_write_is_not_stored()
    {
        var notebook = new Notebook { Words = { ["rose"] = ["sweet"] } };
        await Write("diary", Juliet, notebook);
        notebook.Words["rose"][0] = "thorny";

        Assert.Equal("sweet", (await Read("diary", Juliet)).State!.Words["rose"][0]);
    }

    [Fact]
    public async Task The_second_of_two_writers_loses()
    {
        await Write("diary", Juliet, new Notebook { Title = "one" });
        var (mine, theirs) = (await Read("diary", Juliet), await Read("diary", Juliet));
        mine.State = new Notebook { Title = "two" };
        await Grains.WriteStateAsync("diary", Juliet, mine);

        theirs.State = new Notebook { Title = "three" };
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grains.WriteStateAsync("diary", Juliet, theirs));

        Assert.Equal("two", (await Read("diary", Juliet)).State!.Title);
    }

    [Fact]
    public async Task A_writer_may_write_again_and_the_tag_changes_each_time()
    {
        var state = await Write("diary", Juliet, new Notebook());
        var first = state.ETag;
        await Grains.WriteStateAsync("diary", Juliet, state);

        Assert.NotNull(first);
        Assert.NotEqual(first, state.ETag);
        Assert.Equal(state.ETag, (await Read("diary", Juliet)).ETag);
    }

    [Fact]
    public async Task Who_believes_that_there_is_no_state_cannot_overwrite_one()
    {
        await Write("diary", Juliet, new Notebook { Title = "one" });

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write("diary", Juliet, new Notebook { Title = "two" }));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grains.ClearStateAsync("diary", Juliet, new StoredState<Notebook>()));

        Assert.Equal("one", (await Read("diary", Juliet)).State!.Title);
    }

    [Fact]
    public async Task A_cleared_state_is_gone_and_can_be_written_anew()
    {
        var state = await Write("diary", Juliet, new Notebook { Title = "one" });
        await Grains.ClearStateAsync("diary", Juliet, state);

        Assert.Equal("", state.State!.Title);
        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
        Assert.False((await Read("diary", Juliet)).RecordExists);
        await Write("diary", Juliet, new Notebook { Title = "two" });
        Assert.Equal("two", (await Read("diary", Juliet)).State!.Title);
    }

    [Fact]
    public async Task A_tag_from_before_a_clearing_is_worth_nothing_after_it()
    {
        var state = await Write("diary", Juliet, new Notebook { Title = "one" });
        var late = await Read("diary", Juliet);
        await Grains.ClearStateAsync("diary", Juliet, state);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grains.WriteStateAsync("diary", Juliet, late));
        await Write("diary", Juliet, new Notebook { Title = "two" });

        await Assert.ThrowsAsync<InconsistentStateException>(() => Grains.WriteStateAsync("diary", Juliet, late));
    }

    [Fact]
    public async Task Clearing_what_is_not_there_does_nothing()
    {
        await Grains.ClearStateAsync("diary", Juliet, new StoredState<Notebook>());

        Assert.False((await Read("diary", Juliet)).RecordExists);
    }

    [Fact]
    public async Task States_are_kept_apart_by_name_type_and_key()
    {
        var nurse = GrainId.Create("muc.user", "nurse@capulet.example");
        var account = GrainId.Create("muc.account", "juliet@capulet.example");
        await Write("diary", Juliet, new Notebook { Title = "hers" });
        await Write("letters", Juliet, new Notebook { Title = "her letters" });
        await Write("diary", nurse, new Notebook { Title = "the nurse's" });
        await Write("diary", account, new Notebook { Title = "the account's" });

        Assert.Equal("hers", (await Read("diary", Juliet)).State!.Title);
        Assert.Equal("her letters", (await Read("letters", Juliet)).State!.Title);
        Assert.Equal("the nurse's", (await Read("diary", nurse)).State!.Title);
        Assert.Equal("the account's", (await Read("diary", account)).State!.Title);
    }

    [Theory]
    [MemberData(nameof(OddAddresses))]
    public async Task Keys_with_odd_characters_are_keys_of_their_own(string localpart, string resource)
    {
        var grain = GrainId.Create("muc.user", $"{localpart}@capulet.example/{resource}");
        await Write("diary", grain, new Notebook { Title = resource });

        Assert.Equal(resource, (await Read("diary", grain)).State!.Title);
        Assert.False((await Read("diary", GrainId.Create("muc.user", $"{localpart}@capulet.example"))).RecordExists);
    }

    [Fact]
    public async Task Of_many_writers_at_once_exactly_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            try
            {
                await Write("diary", Juliet, new Notebook { Pages = n });
                return 1;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, outcomes.Sum());
    }

    [Fact]
    public async Task The_catalogue_has_every_key_with_a_state_of_that_name_once()
    {
        // More than any page.
        string[] keys = [.. Enumerable.Range(0, 1203).Select(n => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"page{n}@capulet.example")), "o'hara/\\#?%25 é🌹@capulet.example"];
        await Task.WhenAll(keys.Select(key => Write("diary", GrainId.Create("muc.user", key), new Notebook())));
        await Write("letters", GrainId.Create("muc.user", "nurse@capulet.example"), new Notebook());
        var over = await Read("diary", GrainId.Create("muc.user", keys[0]));
        await Grains.ClearStateAsync("diary", GrainId.Create("muc.user", keys[0]), over);

        Assert.Equal(keys.Skip(1).Order(StringComparer.Ordinal), (await Catalogue.Keys("diary", Cancel).ToArrayAsync(Cancel)).Order(StringComparer.Ordinal));
        Assert.Equal(["nurse@capulet.example"], await Catalogue.Keys("letters", Cancel).ToArrayAsync(Cancel));
        Assert.Empty(await Catalogue.Keys("diar", Cancel).ToArrayAsync(Cancel));
    }

    private async Task<StoredState<Notebook>> Write(string name, GrainId grain, Notebook notebook)
    {
        var state = new StoredState<Notebook> { State = notebook };
        await Grains.WriteStateAsync(name, grain, state);
        return state;
    }

    private async Task<StoredState<Notebook>> Read(string name, GrainId grain)
    {
        var state = new StoredState<Notebook>();
        await Grains.ReadStateAsync(name, grain, state);
        return state;
    }
}
