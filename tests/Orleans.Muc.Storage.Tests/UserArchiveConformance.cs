using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests;

/// <summary>What every storage promises of the archives of users.</summary>
public abstract class UserArchiveConformance : StorageConformance
{
    private static readonly Jid Romeo = Jid.Parse("romeo@montague.example");
    private static readonly Jid Juliet = Jid.Parse("juliet@capulet.example");
    private static readonly Jid Balcony = Jid.Parse("juliet@capulet.example/balcony");

    private static readonly Jid[] Others =
        [Juliet, Balcony, Jid.Parse("juliet@capulet.example/chamber"), Jid.Parse("nurse@capulet.example/kitchen"), Jid.Parse("capulet.example"), Jid.Parse("o|sample%20#1@x.example/a/b\\c?d|'\"\u00FC")];

    [Fact]
    public async Task An_account_without_messages_has_none_and_no_ends()
    {
        foreach (var fromEnd in (bool[])[false, true])
        {
            var page = await Archive.Query(Romeo, new ArchiveQuery { Most = 10, FromEnd = fromEnd }, Cancel);
            Assert.Empty(page.Items);
            Assert.True(page.IsComplete);
            Assert.Equal(0, page.Total ?? 0);
        }

        Assert.Null(await Archive.Ends(Romeo, null, Cancel));
        Assert.Equal([Id(1)], await Archive.Missing(Romeo, [Id(1)], Cancel));
        Assert.Equal(0, await Archive.Trim(Romeo, Id(1), 10, Cancel));
        await Archive.Append(Romeo, [], Cancel);
        await Archive.Delete(Romeo, Cancel);
    }

    [Fact]
    public async Task A_message_comes_back_in_every_detail()
    {
        foreach (var (other, n) in Others.Select((other, n) => (other, n)))
        {
            var message = Message(n) with { With = other, Head = [0, 255, 10], Tail = [] };
            await Archive.Append(Romeo, [message], Cancel);

            var found = Assert.Single((await Archive.Query(Romeo, new ArchiveQuery { Most = 9, Ids = [Id(n)] }, Cancel)).Items);
            Assert.Equal((message.Id, message.With), (found.Id, found.With));
            Assert.Equal(message.Head, found.Head);
            Assert.Equal(message.Tail, found.Tail);
        }
    }

    [Fact]
    public async Task A_repeated_message_changes_nothing()
    {
        await Archive.Append(Romeo, [Message(1)], Cancel);
        await Archive.Append(Romeo, [Message(1) with { With = Others[3] }, Message(2), Message(2)], Cancel);

        await AssertPage(new ArchiveQuery { Most = 9 }, [1, 2], complete: true);
        await AssertPage(new ArchiveQuery { Most = 9, With = Balcony.ToString() }, [1, 2], complete: true);
    }

    [Fact]
    public async Task Messages_are_stored_all_together_or_not()
    {
        await Assert.ThrowsAsync<IOException>(() => Archive.Append(Romeo, new BrokenList<ArchivedMessage>(Message(1)), Cancel));

        await AssertPage(new ArchiveQuery { Most = 9 }, [], complete: true);
    }

    [Fact]
    public async Task A_contact_is_found_at_all_resources_or_at_one()
    {
        await Archive.Append(Romeo, [.. Others.Select((other, n) => Message(n) with { With = other })], Cancel);

        await AssertPage(new ArchiveQuery { Most = 9, With = Juliet.ToString() }, [0, 1, 2], complete: true);
        await AssertPage(new ArchiveQuery { Most = 9, With = Balcony.ToString() }, [1], complete: true);
        await AssertPage(new ArchiveQuery { Most = 9, With = "juliet@capulet.example/Balcony" }, [], complete: true);
        await AssertPage(new ArchiveQuery { Most = 9, With = "capulet.example" }, [4], complete: true);
        await AssertPage(new ArchiveQuery { Most = 9, With = Others[5].Bare.ToString() }, [5], complete: true);
    }

    [Fact]
    public async Task Every_question_finds_what_a_look_at_all_messages_finds()
    {
        var dice = new Random(1313);
        var messages = Enumerable.Range(1, 60)
            .Select(n => Message(n) with { With = Others[dice.Next(Others.Length)], Head = new byte[dice.Next(100)], Tail = new byte[dice.Next(100)] }).ToArray();
        await Archive.Append(Romeo, messages, Cancel);
        for (var round = 0; round < 300; round++)
        {
            var query = Throw(dice);
            AssertAnswers(query, messages, await Archive.Query(Romeo, query, Cancel));
        }
    }

    [Fact]
    public async Task A_page_of_messages_is_bounded_in_bytes_but_never_empty()
    {
        await Archive.Append(Romeo, [.. Enumerable.Range(1, 4).Select(n => Message(n) with { Head = new byte[60], Tail = new byte[40] })], Cancel);

        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 299 }, [1, 2], complete: false);
        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 1, FromEnd = true }, [4], complete: false);
        await AssertPage(new ArchiveQuery { Most = 10, MostBytes = 1, After = Id(3) }, [4], complete: true);
        await AssertPage(new ArchiveQuery { Most = 0 }, [], complete: false);
        await AssertPage(new ArchiveQuery { Most = 0, After = Id(4) }, [], complete: true);
    }

    [Fact]
    public async Task Ends_missing_ids_and_trimming_are_those_of_one_account()
    {
        await Archive.Append(Romeo, [.. Enumerable.Range(1, 5).Select(Message)], Cancel);
        await Archive.Append(Juliet, [Message(7)], Cancel);

        Assert.Equal(new ArchiveEnds(Id(1), Id(5)), await Archive.Ends(Romeo, null, Cancel));
        Assert.Equal(new ArchiveEnds(Id(3), Id(5)), await Archive.Ends(Romeo, Id(2), Cancel));
        Assert.Null(await Archive.Ends(Romeo, Id(5), Cancel));
        Assert.Equal([Id(9), Id(7)], await Archive.Missing(Romeo, [Id(9), Id(3), Id(7), Id(1)], Cancel));
        Assert.Empty(await Archive.Missing(Romeo, [], Cancel));
        Assert.Equal(2, await Archive.Trim(Romeo, Id(4), 2, Cancel));
        Assert.Equal(1, await Archive.Trim(Romeo, Id(4), 2, Cancel));
        Assert.Equal(0, await Archive.Trim(Romeo, Id(4), 2, Cancel));
        await AssertPage(new ArchiveQuery { Most = 9 }, [4, 5], complete: true);
        await Archive.Delete(Romeo, Cancel);
        await AssertPage(new ArchiveQuery { Most = 9 }, [], complete: true);
        Assert.Equal(new ArchiveEnds(Id(7), Id(7)), await Archive.Ends(Juliet, null, Cancel));
    }

    [Fact]
    public async Task Words_of_messages_are_found_where_there_is_full_text()
    {
        if (!Archive.HasFullText)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => Archive.Query(Romeo, new ArchiveQuery { Most = 1, Text = "rose" }, Cancel));
            return;
        }

        await Archive.Append(Romeo, [.. Enumerable.Range(1, 6).Select(n => Message(n) with { With = Others[n % 4], Text = n % 3 == 0 ? "thorn" : $"A rose {n}" })], Cancel);
        await Archive.Append(Juliet, [Message(7) with { Text = "rose" }], Cancel);

        await AssertPage(new ArchiveQuery { Most = 9, Text = "ROSE" }, [1, 2, 4, 5], complete: true);
        await AssertPage(new ArchiveQuery { Most = 2, Text = "rose", FromEnd = true }, [4, 5], complete: false);
        await AssertPage(new ArchiveQuery { Most = 9, Text = "rose", With = Juliet.ToString() }, [1, 2, 4, 5], complete: true);
        await AssertPage(new ArchiveQuery { Most = 9, Text = "rose", With = Balcony.ToString() }, [1, 5], complete: true);
        await AssertPage(new ArchiveQuery { Most = 9, Text = "rose", After = Id(1), Before = Id(5), Ids = [Id(1), Id(2), Id(3)] }, [2], complete: true);
        await Archive.Trim(Romeo, Id(2), 9, Cancel);
        await AssertPage(new ArchiveQuery { Most = 9, Text = "rose" }, [2, 4, 5], complete: true);
        await Archive.Delete(Romeo, Cancel);
        await AssertPage(new ArchiveQuery { Most = 9, Text = "rose" }, [], complete: true);
        Assert.Single((await Archive.Query(Juliet, new ArchiveQuery { Most = 9, Text = "rose" }, Cancel)).Items);
    }

    private static ArchivedMessage Message(int n) => new(Id(n), Balcony, [1], [2]);

    private async Task AssertPage(ArchiveQuery query, int[] expected, bool complete)
    {
        var page = await Archive.Query(Romeo, query, Cancel);
        Assert.Equal(expected.Select(Id), page.Items.Select(message => message.Id));
        Assert.Equal(complete, page.IsComplete);
    }

    private static ArchiveQuery Throw(Random dice) => new()
    {
        After = dice.Next(2) == 0 ? null : Id(dice.Next(-5, 66)),
        Before = dice.Next(2) == 0 ? null : Id(dice.Next(-5, 66)),
        With = dice.Next(3) > 0 ? null : dice.Next(2) == 0 ? Others[dice.Next(Others.Length)].ToString() : Others[dice.Next(Others.Length)].Bare.ToString(),
        Ids = dice.Next(4) > 0 ? null : [.. Enumerable.Range(0, dice.Next(9)).Select(_ => Id(dice.Next(70)))],
        FromEnd = dice.Next(2) == 0,
        Most = dice.Next(3) > 0 ? dice.Next(8) : 100,
        MostBytes = dice.Next(3) > 0 ? 1 << 20 : dice.Next(1, 1000),
    };

    private static void AssertAnswers(ArchiveQuery query, ArchivedMessage[] all, ArchivePage<ArchivedMessage> page)
    {
        var matches = all.Where(message => (query.After is not { } after || message.Id > after)
            && (query.Before is not { } before || message.Id < before)
            && (query.With is not { } with || message.With.ToString() == with || message.With.Bare.ToString() == with)
            && (query.Ids is not { } ids || ids.Contains(message.Id))).ToArray();
        AssertPage(query, matches, page, message => (message.Id, message.Head.Length + message.Tail.Length));
    }

    /// <summary>The page has as many of the matches, from its end of them, as its bounds allow, in the order of their ids, and says whether that is all.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="matches">All that match it, oldest first.</param>
    /// <param name="page">What the storage answered.</param>
    /// <param name="measure">The id and the bytes of an item.</param>
    protected static void AssertPage<T>(ArchiveQuery query, T[] matches, ArchivePage<T> page, Func<T, (StanzaId Id, int Bytes)> measure)
    {
        var inDirection = matches.Select(measure).ToArray();
        if (query.FromEnd)
            Array.Reverse(inDirection);
        var (expected, bytes) = (0, 0);
        for (; expected < Math.Min(query.Most, inDirection.Length); expected++)
        {
            bytes += inDirection[expected].Bytes;
            if (expected > 0 && bytes > query.MostBytes)
                break;
        }

        Assert.Equal(inDirection[..expected].Select(item => item.Id).Order(), page.Items.Select(item => measure(item).Id));
        Assert.Equal(expected == matches.Length, page.IsComplete);
        if (page.Total is { } total)
            Assert.Equal(matches.Length, total);
    }
}
