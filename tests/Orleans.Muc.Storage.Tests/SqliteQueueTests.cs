using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests;

/// <summary>What waits for the threads of a file.</summary>
public sealed class SqliteQueueTests : IDisposable
{
    private static readonly Jid Romeo = Jid.Parse("romeo@montague.example");
    private static readonly Jid Juliet = Jid.Parse("juliet@capulet.example");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ScratchFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_question_whose_asker_has_gone_is_not_answered()
    {
        using var gate = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        var isRead = false;
        using (var database = SqliteDatabase.Open(folder.Path))
        {
            var archive = ArchiveOf(database);
            // As many as there are readers, and more.
            var busy = Enumerable.Range(0, 8).Select(_ => archive.Missing(Romeo, new WatchedList<StanzaId>(() => gate.Wait(Limit)), Cancel)).ToList();
            var asked = archive.Missing(Romeo, new WatchedList<StanzaId>(() => isRead = true), gone.Token);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
            gate.Set();
            await Task.WhenAll(busy);
        }

        Assert.False(isRead);
    }

    /// <summary>The writer is one for all: what a long archive costs must not be in front of everybody else at once.</summary>
    [Fact]
    public async Task Others_write_while_an_archive_is_being_deleted()
    {
        using var database = SqliteDatabase.Open(folder.Path);
        var archive = ArchiveOf(database);
        await archive.Append(Romeo, [.. Enumerable.Range(1, 900).Select(Letter)], Cancel);
        using ManualResetEventSlim before = new(), reached = new(), behind = new();

        // One transaction holds a few hundred pieces of work, so it ends before the last one begins.
        var first = archive.Append(Juliet, new WatchedList<ArchivedMessage>(() => before.Wait(Limit)), Cancel);
        var deleted = archive.Delete(Romeo, Cancel);
        var others = Enumerable.Range(0, 600).Select(_ => archive.Append(Juliet, [], Cancel)).ToList();
        var last = archive.Append(Juliet, new WatchedList<ArchivedMessage>(() => { reached.Set(); behind.Wait(Limit); }), Cancel);
        before.Set();
        Assert.True(reached.Wait(Limit, Cancel));
        var left = await archive.Query(Romeo, new ArchiveQuery { Most = 1000 }, Cancel);
        behind.Set();
        await Task.WhenAll([first, deleted, last, .. others]);

        Assert.NotEmpty(left.Items);
        Assert.Empty((await archive.Query(Romeo, new ArchiveQuery { Most = 1000 }, Cancel)).Items);
        Assert.Empty((await archive.Query(Romeo, new ArchiveQuery { Most = 1000, Text = "rose" }, Cancel)).Items);
    }

    private static ArchivedMessage Letter(int n) => new(new StanzaId($"{n:x12}00000000000000000000"), Juliet, [1], [2]) { Text = "rose" };

    private static IUserArchive ArchiveOf(SqliteDatabase database) =>
        new ServiceCollection().AddSqliteStorage(database).BuildServiceProvider().GetRequiredService<IUserArchive>();
}
