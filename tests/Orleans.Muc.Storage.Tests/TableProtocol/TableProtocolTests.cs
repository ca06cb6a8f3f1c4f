using Azure;
using Azure.Data.Tables;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Storage.Tests.TableProtocol;

/// <summary>
/// What the storage relies on in the client of Azure's tables, told in its own API: it is true of the official package and of what stands in for it where that
/// can't be had. Each test has a table of its own in the emulator.
/// </summary>
public abstract class TableProtocolTests : IAsyncLifetime
{
    private string _connection = "";

    private protected TableClient Table { get; private set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection = (await AzuriteServer.SharedAsync()).ConnectionString;
        Table = new TableServiceClient(_connection).GetTableClient($"Verona{Guid.NewGuid():N}");
        await Table.CreateIfNotExistsAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (Table is not null)
            await Table.DeleteAsync(Cancel);
        GC.SuppressFinalize(this);
    }

    /// <summary>The same table through a wire that may break.</summary>
    private protected TableClient Through(BrokenWire wire) => new TableServiceClient(_connection, wire.Options()).GetTableClient(Table.Name);

    private protected async Task<TableEntity?> Find(string partitionKey, string rowKey)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: Cancel);
        return found.HasValue ? found.Value : null;
    }

    private protected static TableEntity Row(string rowKey, int number = 0) => new("capulet", rowKey) { ["Number"] = number };

    private protected static async Task<RequestFailedException> Refused(int status, string code, Func<Task> request)
    {
        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(request);
        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
        return refused;
    }
}
