using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests;

public sealed class SqliteConformance : FullTextConformance
{
    private readonly ScratchFolder folder = new();

    [Fact]
    public async Task Of_a_text_with_more_words_than_can_be_looked_for_the_first_sixteen_must_be_there()
    {
        var sixteen = string.Join(' ', Enumerable.Range(1, 16).Select(n => $"w{n}"));
        await Write(Verona, Record(1) with { Text = sixteen });

        await AssertPage(new ArchiveQuery { Most = 5, Text = $"{sixteen} w1 W2 thorn" }, [1], complete: true);
        await AssertPage(new ArchiveQuery { Most = 5, Text = $"w1 w1 w1 w1 w1 w1 w1 w1 w1 w1 w1 w1 w1 w1 w1 W1 thorn" }, [], complete: true);
    }

    protected override void Register(IServiceCollection services) => services.AddSqliteStorage(folder.Path);

    [Fact]
    public async Task UserArchive_counts_only_for_those_who_want_to_know()
    {
        var romeo = Jid.Parse("romeo@montague.example");
        ArchivedMessage[] messages = [.. Enumerable.Range(1, 5).Select(n => new ArchivedMessage(StanzaId.Next(null, DateTimeOffset.UnixEpoch.AddDays(n), 7), romeo, [1], [2]))];
        await Archive.Append(romeo, messages, Cancel);

        Assert.Equal(5, (await Archive.Query(romeo, new ArchiveQuery { Most = 2 }, Cancel)).Total);
        Assert.Null((await Archive.Query(romeo, new ArchiveQuery { Most = 2, CountsTotal = false }, Cancel)).Total);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        folder.Dispose();
    }
}
