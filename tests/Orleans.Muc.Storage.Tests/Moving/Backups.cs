using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Backup;
using Orleans.Muc.Backup.Exporting;
using Orleans.Muc.Backup.Importing;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Storage.Tests.Moving;

/// <summary>A storage to export from and to import to.</summary>
internal sealed class Backups : IDisposable
{
    private static readonly MucIdentity Identity = new(Jid.Parse("localhost"), Jid.Parse("conference.localhost"), new HashSet<Jid>());

    private readonly ServiceProvider _services;

    public Backups(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        _services = services.BuildServiceProvider();
        Stores = new BackupStores(
            _services.GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage),
            _services.GetRequiredService<IStateCatalogue>(),
            _services.GetRequiredService<IRoomStore>(),
            _services.GetRequiredService<IUserArchive>());
    }

    public BackupStores Stores { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A document that lies beside the tests.</summary>
    public static string Document(string name) => Path.Combine(AppContext.BaseDirectory, "Moving", name);

    public async Task<string> Export() => (await ExportAndCount()).Document;

    public async Task<(string Document, Tally Tally)> ExportAndCount()
    {
        using var target = new MemoryStream();
        var tally = new Tally(TextWriter.Null);
        await new Exporter(Stores, Identity, tally).Write(target, Cancel);
        return (Encoding.UTF8.GetString(target.ToArray()), tally);
    }

    public Task<Tally> Import(string xml, bool overwrite = false) => Import(new BackupFile(new MemoryStream(Encoding.UTF8.GetBytes(xml)), "backup.xml", null), overwrite);

    public async Task<Tally> Import(BackupFile file, bool overwrite = false)
    {
        var tally = new Tally(TextWriter.Null);
        await new Importer(Stores, Identity, tally) { Choices = new ImportChoices(overwrite, bytes => bytes.Fill(9)) }.Read(file, Cancel);
        return tally;
    }

    public void Dispose() => _services.Dispose();
}
