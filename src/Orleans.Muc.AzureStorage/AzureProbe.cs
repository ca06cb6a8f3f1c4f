using Azure.Data.Tables;
using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.AzureStorage;

/// <summary>Asks for a row that isn't there, and for the container's properties. All tables are of one account and one service, so one of them speaks for the others.</summary>
internal sealed class AzureProbe(AzureStore store) : IStorageProbe
{
    private const string Nobody = "probe";

    public Task Probe(CancellationToken cancellation) => Task.WhenAll(
        store.States.GetEntityIfExistsAsync<TableEntity>(Nobody, Nobody, cancellationToken: cancellation),
        store.Blobs.GetPropertiesAsync(cancellationToken: cancellation));
}
