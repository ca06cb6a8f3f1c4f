using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Backup;
using Orleans.Muc.Backup.Importing;
using Orleans.Muc.LocalStorage;

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
        Assert.Equal((1, 2, 1, 4, 4), (tally.Accounts, tally.Contacts, tally.Rooms, tally.Affiliations, (int)tally.Messages));
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
