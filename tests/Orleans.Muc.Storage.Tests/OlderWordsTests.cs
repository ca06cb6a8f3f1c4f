using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests;

/// <summary>A database of the fifth version knows no words; they are indexed in portions after it has been brought up to date.</summary>
public sealed class OlderWordsTests : IDisposable
{
    private const int Older = 450;

    private static readonly RoomPartition Verona = new(Jid.Parse("verona@rooms.example"), 1);

    private readonly ScratchFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Messages_of_the_fifth_version_are_found_by_their_words_in_the_end_also_when_it_is_stopped_in_between()
    {
        await AsOfVersionFiveAsync();

        using (var first = SqliteDatabase.Open(folder.Path))
        {
            Assert.Empty(await FindAsync(first, "rose"));
            Assert.Equal(200, await first.IndexOlderWords(Cancel));
            Assert.Equal(199, (await FindAsync(first, "rose")).Count);
            // Meanwhile people talk on.
            await RoomsOf(first).Commit(Verona, 2, new RoomCommit([], [Said(Older + 1, "A rose again", text: "A rose again")]), Cancel);
        }

        using var again = SqliteDatabase.Open(folder.Path);
        List<int?> portions = [];
        do
            portions.Add(await again.IndexOlderWords(Cancel));
        while (portions[^1] is not null);

        Assert.Equal([200, 52, null], portions);
        Assert.Equal(Enumerable.Range(1, Older + 1).Select(Id), await FindAsync(again, "rose"));
        Assert.Equal([Id(7)], await FindAsync(again, "seventh"));
        Assert.Empty(await FindAsync(again, "whisper"));
    }

    [Fact]
    public async Task The_host_does_it_by_itself()
    {
        await AsOfVersionFiveAsync();
        using var database = SqliteDatabase.Open(folder.Path);
        using var services = new ServiceCollection().AddLogging().AddSqliteStorage(database).BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(Cancel);

        await Assert.Single(services.GetServices<IHostedService>().OfType<BackgroundService>()).ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        Assert.Equal(Older, (await FindAsync(database, "rose")).Count);
        foreach (var service in services.GetServices<IHostedService>())
            await service.StopAsync(Cancel);
    }

    [Fact]
    public async Task Nothing_is_looked_through_in_a_database_of_today()
    {
        using var database = SqliteDatabase.Open(folder.Path);
        await SpeakAsync(database, 10, isIndexed: true);

        Assert.Null(await database.IndexOlderWords(Cancel));
    }

    /// <summary>As the program left it that had no archive: the tables of later steps are not there.</summary>
    private async Task AsOfVersionFiveAsync()
    {
        using (var database = SqliteDatabase.Open(folder.Path))
            await SpeakAsync(database, Older, isIndexed: false);
        using var connection = new SqliteConnection($"Data Source={folder["muc.db"]};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP INDEX log_served; DROP INDEX log_nick; DROP INDEX log_sender; DROP TABLE word_entry; DROP TABLE word_disorder; DROP TABLE word; DROP TABLE letter; DROP TABLE word_backlog; PRAGMA user_version = 5";
        command.ExecuteNonQuery();
    }

    private static async Task SpeakAsync(SqliteDatabase database, int count, bool isIndexed)
    {
        var rooms = RoomsOf(database);
        await rooms.Open(Verona, 2, 10, Cancel);
        LogRecord[] said =
        [
            .. Enumerable.Range(1, count).Select(n => Said(n, n == 7 ? "A rose, the seventh" : "A rose by any other name", isIndexed ? "rose" : null)),
        ];
        await rooms.Commit(Verona, 2, new RoomCommit([], said), Cancel);
        // What is not served is in no archive.
        await rooms.Commit(Verona, 2, new RoomCommit([], [Said(0, "A whisper", null) with { Served = false }]), Cancel);
    }

    private static LogRecord Said(int n, string body, string? text) => new(
        new StanzaId(Id(n)),
        "Romeo",
        Jid.Parse("romeo@montague.example/orchard"),
        "s",
        n,
        true,
        Encoding.UTF8.GetBytes("<message xmlns='jabber:client' type='groupchat' from='verona@rooms.example/Romeo'"),
        Encoding.UTF8.GetBytes($"><body>{body}</body></message>"))
    { Text = text };

    private static string Id(int n) => $"{n:x12}00000000000000000000";

    private static async Task<IReadOnlyList<string>> FindAsync(SqliteDatabase database, string words) =>
        [.. (await RoomsOf(database).Query(Verona, new ArchiveQuery { Text = words, Most = 1000 }, Cancel)).Items.Select(record => record.Id.Value)];

    private static IRoomStore RoomsOf(SqliteDatabase database) =>
        new ServiceCollection().AddSqliteStorage(database).BuildServiceProvider().GetRequiredService<IRoomStore>();
}
