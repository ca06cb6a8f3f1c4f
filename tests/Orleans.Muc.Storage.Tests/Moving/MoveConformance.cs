using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Backup;
using Orleans.Muc.Backup.Importing;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests.Moving;

/// <summary>What is moved into a storage is there whole. A storage is tested by a subclass that says how it is registered.</summary>
public abstract class MoveConformance : IDisposable
{
    private readonly ScratchFolder _folder = new();

    protected abstract void Register(IServiceCollection services);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _folder.Dispose();

    [Fact]
    public async Task An_import_of_what_was_exported_from_sqlite_exports_the_same()
    {
        using var sqlite = new Backups(services => services.AddSqliteStorage(_folder.Path));
        await sqlite.Import(BackupFile.Open(Backups.Document("verona.xml")));
        var document = await sqlite.Export();
        Assert.Equal(Content(await Written()), Content(document));

        using var other = new Backups(Register);
        var tally = await other.Import(document);

        Assert.Empty(tally.LeftOut);
        Assert.Equal((1, 2, 1, 4, 3), (tally.Accounts, tally.Contacts, tally.Rooms, tally.Affiliations, (int)tally.Messages));
        Assert.Equal(document, await other.Export());
    }

    [Fact]
    public async Task An_import_can_be_repeated_and_changes_nothing_that_is_there()
    {
        using var storage = new Backups(Register);
        await storage.Import(BackupFile.Open(Backups.Document("verona.xml")));
        var before = await storage.Export();

        var again = await storage.Import(before.Replace("Ancient grudge", "New mutiny", StringComparison.Ordinal).Replace("She speaks", "She sleeps", StringComparison.Ordinal));

        Assert.Equal((0, 0, 1, 2), (again.Accounts, again.Rooms, again.KnownAccounts, again.KnownRooms));
        Assert.Equal(before, await storage.Export());
    }

    [Fact]
    public async Task Overwriting_replaces_accounts_and_rooms_whole()
    {
        using var storage = new Backups(Register);
        await storage.Import(BackupFile.Open(Backups.Document("verona.xml")));
        var other = (await storage.Export())
            .Replace("Ancient grudge", "New mutiny", StringComparison.Ordinal)
            .Replace("She speaks", "She sleeps", StringComparison.Ordinal)
            .Replace("<member jid=\"romeo@localhost\" affiliation=\"owner\" nick=\"Montague\" />\n", "", StringComparison.Ordinal);

        await storage.Import(other, overwrite: true);

        Assert.Equal(other, await storage.Export());
    }

    [Fact]
    public async Task An_import_that_was_cut_off_is_finished_by_the_next()
    {
        using var storage = new Backups(Register);
        var document = await Written();
        for (var length = 200; length < document.Length; length += document.Length / 12)
            await Assert.ThrowsAsync<BackupException>(() => storage.Import(document[..length]));

        await storage.Import(document);

        Assert.Equal(Content(document), Content(await storage.Export()));
    }

    /// <summary>XEP-0334 §4: what is not to be kept is not moved.</summary>
    [Fact]
    public async Task Messages_that_are_never_shown_stay_behind()
    {
        using var storage = new Backups(Register);
        await storage.Import(BackupFile.Open(Backups.Document("verona.xml")));
        var before = await storage.Export();
        var verona = Jid.Parse("verona@conference.localhost");
        var secret = new LogRecord(StanzaId.Next(null, DateTimeOffset.UnixEpoch.AddYears(60), 1), "Jule", Jid.Parse("juliet@localhost"), "s4", 4, Served: false, "<message xmlns='jabber:client'>"u8.ToArray(), "</message>"u8.ToArray());
        await storage.Stores.Rooms.Commit(new RoomPartition(verona, 1), 1, new RoomCommit([], [secret]), TestContext.Current.CancellationToken);

        Assert.Equal(before, await storage.Export());

        using var other = new Backups(services => services.AddMemoryStorage(new MemoryDatabase()));
        var tally = await other.Import(before.Replace("muc:session=\"s3\"", "muc:session=\"s3\" muc:served=\"false\"", StringComparison.Ordinal));
        Assert.Equal((2L, 1), (tally.Messages, Assert.Single(tally.LeftOut, left => left.Key == "message of a room that is not to be kept").Value));
        Assert.DoesNotContain("m3", await other.Export(), StringComparison.Ordinal);
    }

    /// <summary>XEP-0077 §3.2: rooms hear of it when the account is cancelled.</summary>
    [Fact]
    public async Task Rooms_are_known_to_accounts_that_were_there_and_to_those_whose_row_came_without_them()
    {
        const string Row = "<room xmlns=\"urn:orleans-muc:backup:0\" jid=\"verona@conference.localhost\" />";
        using var storage = new Backups(Register);
        await storage.Import(
            "<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'><user name='juliet' password='x'><room xmlns='urn:orleans-muc:backup:0' jid='crypt@conference.localhost'/></user>" +
            "<user name='romeo' password='y'/></host></server-data>");
        var document = (await Written()).Replace($"<user name=\"romeo\">\n{Row}\n</user>\n", "", StringComparison.Ordinal);

        var tally = await storage.Import(document.Replace("jid=\"juliet@localhost\" affiliation=\"member\"", "jid=\"nurse@localhost\" affiliation=\"member\"", StringComparison.Ordinal));

        Assert.Equal(1, tally.KnownAccounts);
        var users = XDocument.Parse(await storage.Export()).Descendants("{urn:xmpp:pie:0}user").ToDictionary(
            user => user.Attribute("name")!.Value,
            user => user.Elements("{urn:orleans-muc:backup:0}room").Select(room => room.Attribute("jid")!.Value));
        Assert.Equal(["crypt@conference.localhost", "verona@conference.localhost"], users["juliet"]);
        foreach (var name in (string[])["nurse", "paris", "romeo", "tybalt"])
            Assert.Equal(["verona@conference.localhost"], users[name]);
    }

    private static Task<string> Written() => File.ReadAllTextAsync(Backups.Document("verona.xml"), TestContext.Current.CancellationToken);

    /// <summary>What a document says, whatever the order of its attributes and its way of declaring namespaces.</summary>
    private static string Content(string xml)
    {
        var text = new StringBuilder();
        Add(XDocument.Parse(xml, LoadOptions.PreserveWhitespace).Root!);
        return text.ToString();

        void Add(XElement element)
        {
            text.Append('<').Append(element.Name);
            foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal))
                text.Append(' ').Append(attribute.Name).Append('=').Append(attribute.Value);
            text.Append('>');
            foreach (var node in element.Nodes())
            {
                if (node is XElement child)
                    Add(child);
                else
                    text.Append(((XText)node).Value);
            }

            text.Append("</>");
        }
    }
}

public sealed class MoveToMemory : MoveConformance
{
    protected override void Register(IServiceCollection services) => services.AddMemoryStorage(new MemoryDatabase());
}

public sealed class MoveToSqlite : MoveConformance
{
    private readonly ScratchFolder _folder = new();

    protected override void Register(IServiceCollection services) => services.AddSqliteStorage(_folder.Path);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
