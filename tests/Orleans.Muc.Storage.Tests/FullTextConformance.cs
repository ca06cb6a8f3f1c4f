using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;

namespace Orleans.Muc.Storage.Tests;

/// <summary>What a storage with full text promises of it (XEP-0431).</summary>
public abstract class FullTextConformance : GrainStorageConformance
{
    [Fact]
    public async Task A_text_is_found_by_all_of_its_words_in_any_order_and_case()
    {
        await Say("A rose by any other name", "What's in a name?", "Romeo, doff thy name");

        await AssertFound("name", 1, 2, 3);
        await AssertFound("NAME rose", 1);
        await AssertFound("name   any\tOTHER", 1);
        await AssertFound("name thorn");
        await AssertFound("nam");
    }

    [Fact]
    public async Task Words_of_other_writings_are_found_with_and_without_their_accents()
    {
        await Say("Über allen Gipfeln", "Ромео и Джульетта", "café noir", "Straße");

        await AssertFound("über", 1);
        await AssertFound("uber", 1);
        await AssertFound("РОМЕО", 2);
        await AssertFound("cafe", 3);
    }

    [Theory]
    [InlineData("\"rose")]
    [InlineData("rose\"")]
    [InlineData("(rose")]
    [InlineData("-rose")]
    [InlineData("^rose")]
    [InlineData("{rose}")]
    [InlineData("rose +")]
    [InlineData("'rose'")]
    [InlineData("\u0001 rose")]
    public async Task Signs_around_a_word_are_no_language_of_the_question(string text)
    {
        await Say("rose", "thorn");

        await AssertFound(text, 1);
    }

    [Theory]
    [InlineData("rose OR thorn")]
    [InlineData("rose NOT leaf")]
    [InlineData("thorn* NEAR(rose)")]
    [InlineData("words:thorn")]
    [InlineData("ros*")]
    [InlineData("\" OR words : \"thorn")]
    public async Task What_would_be_an_operator_is_a_word_that_must_be_there(string text)
    {
        await Say("rose", "thorn");

        await AssertFound(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("!?")]
    [InlineData("\"\" \"")]
    public async Task A_text_without_words_finds_nothing(string text)
    {
        await Say("rose", "!?");

        await AssertFound(text);
    }

    [Fact]
    public async Task A_text_is_found_among_what_fits_the_other_conditions()
    {
        await Write(Verona, [.. Enumerable.Range(1, 9).Select(n => Record(n) with { Text = n % 3 == 0 ? "thorn" : "rose " + n, Nick = n % 2 == 0 ? "Romeo" : "Juliet" })]);

        await AssertPage(new ArchiveQuery { Most = 2, Text = "rose" }, [1, 2], complete: false);
        await AssertPage(new ArchiveQuery { Most = 2, Text = "rose", FromEnd = true }, [7, 8], complete: false);
        await AssertPage(new ArchiveQuery { Most = 2, Text = "rose", FromEnd = true, Before = Id(3) }, [1, 2], complete: true);
        await AssertPage(new ArchiveQuery { Most = 5, Text = "rose", After = Id(2), Before = Id(8) }, [4, 5, 7], complete: true);
        await AssertPage(new ArchiveQuery { Most = 5, Text = "rose", With = "Romeo" }, [2, 4, 8], complete: true);
        await AssertPage(new ArchiveQuery { Most = 5, Text = "rose", With = "Romeo", After = Id(2), FromEnd = true }, [4, 8], complete: true);
        await AssertPage(new ArchiveQuery { Most = 5, Text = "rose", Ids = [Id(2), Id(3), Id(7)] }, [2, 7], complete: true);
        await AssertPage(new ArchiveQuery { Most = 5, Text = "rose", After = Id(9) }, [], complete: true);
    }

    [Fact]
    public async Task Marks_of_the_index_are_no_words_of_a_text()
    {
        await Write(Verona, Record(1) with { Text = "rose", Nick = "Romeo" });

        await AssertPage(new ArchiveQuery { Most = 5, Text = "Romeo" }, [], complete: true);
        await AssertPage(new ArchiveQuery { Most = 5, Text = "rose", With = "romeo" }, [], complete: true);
    }

    [Fact]
    public async Task A_record_that_is_never_served_or_has_no_text_is_not_found()
    {
        await Write(Verona, Record(1) with { Text = "rose", Served = false }, Record(2) with { Text = null }, Record(3) with { Text = "" }, Record(4) with { Text = "rose" });

        await AssertFound("rose", 4);
    }

    [Fact]
    public async Task What_was_replaced_is_found_by_its_new_text_only()
    {
        await Say("rose", "thorn", "leaf");
        await Rooms.Commit(Verona, 1, new RoomCommit([], []) { Replaced = [Record(1) with { Text = null }, Record(2) with { Text = "rose" }, Record(9) with { Text = "rose" }] }, Cancel);

        await AssertFound("rose", 2);
        await AssertFound("thorn");
        await AssertFound("leaf", 3);
    }

    [Fact]
    public async Task A_repeated_commit_changes_no_words()
    {
        await Say("rose");
        await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(1) with { Text = "thorn" }]), Cancel);

        await AssertFound("thorn");
        await AssertFound("rose", 1);
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_no_words()
    {
        await Say("thorn");
        await Assert.ThrowsAsync<IOException>(() => Rooms.Commit(Verona, 1, new RoomCommit([], new BrokenList<LogRecord>(Record(2) with { Text = "rose" })), Cancel));

        await AssertFound("rose");
    }

    [Fact]
    public async Task Words_go_with_what_is_trimmed_or_deleted()
    {
        await Say("rose 1", "rose 2", "rose 3");
        await Rooms.Trim(Verona, Id(3), 1, Cancel);
        await AssertFound("rose", 2, 3);
        await Rooms.Trim(Verona, Id(3), 10, Cancel);
        await AssertFound("rose", 3);
        await Rooms.Delete(Verona, Cancel);
        await Say("thorn");

        await AssertFound("rose");
        await AssertFound("thorn", 1);
    }

    [Fact]
    public async Task Records_that_came_out_of_order_are_found_in_order()
    {
        await Rooms.Open(Verona, 1, 0, Cancel);
        foreach (var n in (int[])[5, 2, 7, 1, 6])
            await Rooms.Commit(Verona, 1, new RoomCommit([], [Record(n) with { Text = "rose" }]), Cancel);

        await AssertPage(new ArchiveQuery { Most = 3, Text = "rose" }, [1, 2, 5], complete: false);
        await AssertPage(new ArchiveQuery { Most = 2, Text = "rose", FromEnd = true, Before = Id(7) }, [5, 6], complete: false);
        await AssertPage(new ArchiveQuery { Most = 9, Text = "rose", After = Id(1), Before = Id(7) }, [2, 5, 6], complete: true);
    }

    private async Task Say(params string[] texts)
    {
        await Rooms.Open(Verona, 1, 0, Cancel);
        await Rooms.Commit(Verona, 1, new RoomCommit([], [.. texts.Select((text, n) => Record(n + 1) with { Text = text })]), Cancel);
    }

    private Task AssertFound(string text, params int[] expected) => AssertPage(new ArchiveQuery { Most = 50, Text = text }, expected, complete: true);
}
