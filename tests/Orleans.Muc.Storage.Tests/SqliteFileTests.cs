using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests;

/// <summary>What only a file can do: outlive its process, be damaged, belong to somebody else.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private static readonly RoomPartition Verona = new(Jid.Parse("verona@rooms.example"), 1);
    private static readonly LogRecord Word =
        new(new StanzaId("00000000000100000000000000000000"), "Romeo", Jid.Parse("romeo@montague.example/orchard"), "s", 1, true, [1], [2]);

    private readonly ScratchFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_committed_is_there_after_a_restart()
    {
        using (var database = SqliteDatabase.Open(folder.Path))
            await Speak(database, epoch: 1);

        using var again = SqliteDatabase.Open(folder.Path);
        Assert.Equal(Word.Id, Assert.Single((await RoomsOf(again).Open(Verona, 2, 10, Cancel)).Newest).Id);
    }

    [Fact]
    public async Task What_was_committed_is_in_the_files_before_the_caller_hears_of_it()
    {
        using var crashed = new ScratchFolder();
        using var database = SqliteDatabase.Open(folder.Path);
        await Speak(database, epoch: 1);

        // The files of a process that is killed at this moment.
        foreach (var name in (string[])["muc.db", "muc.db-wal"])
            Copy(folder[name], crashed[name]);

        using var survivor = SqliteDatabase.Open(crashed.Path);
        Assert.Equal(Word.Id, Assert.Single(await RoomsOf(survivor).ReadAfter(Verona, null, 10, Cancel)).Id);
        await Assert.ThrowsAsync<StaleEpochException>(() => RoomsOf(survivor).Open(Verona, 0, 10, Cancel));
    }

    /// <summary>The system's temporary folder may be read-only, or too small for an index of everything.</summary>
    [Fact]
    public async Task Nothing_is_written_outside_of_the_data_directory()
    {
        using var database = SqliteDatabase.Open(folder.Path);
        const long InMemory = 2;
        Assert.Equal(InMemory, await database.Write(rows => rows.Scalar("PRAGMA temp_store"), Cancel));
        Assert.Equal(InMemory, await database.Read(rows => rows.Scalar("PRAGMA temp_store"), Cancel));
    }

    [Fact]
    public async Task Disposing_waits_for_what_is_being_written()
    {
        var database = SqliteDatabase.Open(folder.Path);
        var rooms = RoomsOf(database);
        await rooms.Open(Verona, 1, 10, Cancel);
        var writes = Enumerable.Range(1, 100)
            .Select(n => rooms.Commit(Verona, 1, new RoomCommit([], [Word with { Id = new StanzaId($"{n:x12}00000000000000000000") }]), Cancel)).ToList();

        database.Dispose();
        await Task.WhenAll(writes);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => rooms.ReadAfter(Verona, null, 10, Cancel));
        using var again = SqliteDatabase.Open(folder.Path);
        Assert.Equal(100, (await RoomsOf(again).ReadAfter(Verona, null, 200, Cancel)).Length);
    }

    [Fact]
    public void A_second_process_is_refused_with_a_sentence()
    {
        using (SqliteDatabase.Open(folder.Path))
        {
            var refusal = Assert.Throws<StorageStartException>(() => SqliteDatabase.Open(folder.Path));
            AssertSentence(refusal, folder.Path, "in use by another process");
        }

        SqliteDatabase.Open(folder.Path).Dispose();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_a_sentence()
    {
        File.WriteAllText(folder["muc.db"], string.Concat(Enumerable.Repeat("My bounty is as boundless as the sea. ", 200)));

        var refusal = Assert.Throws<StorageStartException>(() => SqliteDatabase.Open(folder.Path));

        AssertSentence(refusal, folder["muc.db"], "is damaged");
    }

    [Fact]
    public async Task A_truncated_database_is_refused_with_a_sentence()
    {
        using (var database = SqliteDatabase.Open(folder.Path))
            await Speak(database, epoch: 1);
        using (var file = File.OpenWrite(folder["muc.db"]))
            file.SetLength(file.Length / 2);

        AssertSentence(Assert.Throws<StorageStartException>(() => SqliteDatabase.Open(folder.Path)), folder["muc.db"], "is damaged");
    }

    [Fact]
    public async Task A_database_with_a_damaged_page_is_refused_with_a_sentence()
    {
        using (var database = SqliteDatabase.Open(folder.Path))
            await Speak(database, epoch: 1);
        Damage();

        AssertSentence(Assert.Throws<StorageStartException>(() => SqliteDatabase.Open(folder.Path)), folder["muc.db"], "is damaged");
    }

    [Fact]
    public async Task A_damaged_page_is_found_after_a_crash_though_the_file_looks_as_it_did()
    {
        var database = SqliteDatabase.Open(folder.Path);
        await Speak(database, epoch: 1);
        Assert.False(File.Exists(folder["muc.clean"]));
        database.Dispose();
        File.Delete(folder["muc.clean"]);
        DamageUnseen();

        AssertSentence(Assert.Throws<StorageStartException>(() => SqliteDatabase.Open(folder.Path)), folder["muc.db"], "is damaged");
    }

    [Fact]
    public async Task A_database_that_was_closed_in_order_and_left_alone_is_not_read_through()
    {
        using (var database = SqliteDatabase.Open(folder.Path))
            await Speak(database, epoch: 1);
        DamageUnseen();

        using var again = SqliteDatabase.Open(folder.Path);

        await Assert.ThrowsAsync<SqliteException>(() => RoomsOf(again).ReadAfter(Verona, null, 10, Cancel));
    }

    [Fact]
    public async Task A_database_of_the_first_program_is_brought_up_to_date_with_all_it_has()
    {
        SqliteDatabase.Open(folder.Path).Dispose();
        Run("ALTER TABLE member DROP COLUMN shown; ALTER TABLE member DROP COLUMN hats; DROP TABLE card; DROP TABLE past_affiliation; DROP INDEX log_served; DROP INDEX log_nick; DROP INDEX log_sender; DROP TABLE word_entry; DROP TABLE word_disorder; DROP TABLE word; DROP TABLE letter; DROP TABLE word_backlog; PRAGMA user_version = 1");
        Run("INSERT INTO fence VALUES ('verona@rooms.example', 1, 1)");
        Run("INSERT INTO member VALUES ('verona@rooms.example', 1, 'romeo@montague.example', 3, 'Romeo', NULL)");

        using var database = SqliteDatabase.Open(folder.Path);
        var rooms = RoomsOf(database);
        var romeo = Assert.Single((await rooms.Open(Verona, 2, 10, Cancel)).Members);
        var later = romeo with { Hats = "00000000000000a1", LastShown = Word.Id };
        await rooms.Commit(Verona, 2, new RoomCommit([later], []) { Card = [1, 2], PastAffiliations = [new PastAffiliationRow(1, romeo.Jid, 1)] }, Cancel);

        Assert.Equal(new MemberRow(Jid.Parse("romeo@montague.example"), 3, "Romeo", null), romeo);
        var now = await rooms.Open(Verona, 3, 10, Cancel);
        Assert.Equal(later, Assert.Single(now.Members));
        Assert.Equal([1, 2], now.Card);
        Assert.Single(now.PastAffiliations);
    }

    [Fact]
    public void A_database_of_a_newer_program_is_refused_with_a_sentence_and_left_alone()
    {
        SqliteDatabase.Open(folder.Path).Dispose();
        Run("PRAGMA user_version = 99");

        var refusal = Assert.Throws<StorageStartException>(() => SqliteDatabase.Open(folder.Path));

        AssertSentence(refusal, folder["muc.db"], "schema version 99");
        Assert.Equal(99L, Run("PRAGMA user_version"));
    }

    [Fact]
    public void A_database_of_another_program_is_refused_with_a_sentence()
    {
        Run("CREATE TABLE recipes (poison TEXT)");

        AssertSentence(Assert.Throws<StorageStartException>(() => SqliteDatabase.Open(folder.Path)), folder["muc.db"], "another program");
    }

    [Fact]
    public void A_directory_that_can_not_be_made_is_refused_with_a_sentence()
    {
        File.WriteAllText(folder["wall"], "");
        var path = Path.Combine(folder["wall"], "data");

        AssertSentence(Assert.Throws<StorageStartException>(() => SqliteDatabase.Open(path)), path, "can't be written");
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_made_for_its_owner_only()
    {
        var path = folder["deep/down"];

        SqliteDatabase.Open(path).Dispose();

        Assert.True(File.Exists(Path.Combine(path, "muc.db")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(path, "muc.db")));
        }
    }

    [Fact]
    public void A_host_without_its_storage_does_not_start()
    {
        File.WriteAllText(folder["muc.db"], new string('?', 5000));
        using var services = new ServiceCollection().AddLogging().AddSqliteStorage(folder.Path).BuildServiceProvider();

        Assert.Throws<StorageStartException>(() => services.GetServices<IHostedService>().ToList());
    }

    [Fact]
    public async Task Two_silos_of_one_process_can_share_a_database()
    {
        using var database = SqliteDatabase.Open(folder.Path);
        await Speak(database, epoch: 1);

        Assert.Single((await RoomsOf(database).Open(Verona, 2, 10, Cancel)).Newest);
        await Assert.ThrowsAsync<StaleEpochException>(() => RoomsOf(database).Commit(Verona, 1, new RoomCommit([], []), Cancel));
    }

    private static async Task Speak(SqliteDatabase database, long epoch)
    {
        await RoomsOf(database).Open(Verona, epoch, 10, Cancel);
        await RoomsOf(database).Commit(Verona, epoch, new RoomCommit([], [Word]), Cancel);
    }

    private static IRoomStore RoomsOf(SqliteDatabase database) =>
        new ServiceCollection().AddSqliteStorage(database).BuildServiceProvider().GetRequiredService<IRoomStore>();

    private static void AssertSentence(StorageStartException refusal, string names, string says)
    {
        Assert.Contains($"'{names}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.Matches(@"^[^\n]+\.$", refusal.Message);
    }

    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = File.Create(to);
        source.CopyTo(target);
    }

    private void Damage()
    {
        using var file = File.OpenWrite(folder["muc.db"]);
        file.Position = 3 * 4096;
        file.Write(Encoding.UTF8.GetBytes(new string('x', (int)(file.Length - file.Position))));
    }

    /// <summary>As a failing disk does it: neither length nor time of the file change.</summary>
    private void DamageUnseen()
    {
        var written = File.GetLastWriteTimeUtc(folder["muc.db"]);
        Damage();
        File.SetLastWriteTimeUtc(folder["muc.db"], written);
    }

    private object? Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder["muc.db"]};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
