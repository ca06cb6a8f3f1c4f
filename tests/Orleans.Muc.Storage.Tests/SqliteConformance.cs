using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.LocalStorage;

namespace Orleans.Muc.Storage.Tests;

public sealed class SqliteConformance : FullTextConformance
{
    private readonly ScratchFolder folder = new();

    protected override void Register(IServiceCollection services) => services.AddSqliteStorage(folder.Path);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        folder.Dispose();
    }
}
