using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Orleans.Muc.AzureStorage;

/// <summary>The tables and the container of a storage account, which are there once this exists. Thread-safe; several silos of a process may share it.</summary>
public sealed class AzureStore
{
    private AzureStore(AzureStorageOptions options)
    {
        var tables = options.Client(new TableClientOptions());
        var blobs = options.Client(new BlobClientOptions());
        if (options.ConnectionString is { } secret)
        {
            Service = new TableServiceClient(secret, tables);
            Blobs = new BlobServiceClient(secret, blobs).GetBlobContainerClient(options.Container);
        }
        else
        {
            var identity = new DefaultAzureCredential();
            Service = new TableServiceClient(options.TableServiceUri, identity, tables);
            Blobs = new BlobServiceClient(options.BlobServiceUri, identity, blobs).GetBlobContainerClient(options.Container);
        }

        Options = options;
        Rooms = Service.GetTableClient(options.RoomsTable);
        States = Service.GetTableClient(options.StatesTable);
        Archives = Service.GetTableClient(options.ArchivesTable);
    }

    /// <summary>Where the tables are, for those who tell a person. It holds no secret.</summary>
    public string Place => Service.Uri.GetLeftPart(UriPartial.Path);

    internal AzureStorageOptions Options { get; }

    internal TableServiceClient Service { get; }

    internal TableClient Rooms { get; }

    internal TableClient States { get; }

    internal TableClient Archives { get; }

    internal BlobContainerClient Blobs { get; }

    /// <summary>Reaches the account, and makes the tables and the container that are missing.</summary>
    /// <exception cref="Abstractions.States.StorageStartException">It can't be used; the message says why and what to do.</exception>
    public static async Task<AzureStore> OpenAsync(AzureStorageOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = new AzureStore(options);
        try
        {
            await Task.WhenAll(
                store.Rooms.CreateIfNotExistsAsync(cancellation),
                store.States.CreateIfNotExistsAsync(cancellation),
                store.Archives.CreateIfNotExistsAsync(cancellation),
                store.Blobs.CreateIfNotExistsAsync(cancellationToken: cancellation));
            return store;
        }
        catch (Exception fault) when ((fault is RequestFailedException or AuthenticationFailedException || PassingFaults.Has(fault)) && !cancellation.IsCancellationRequested)
        {
            throw AzureStartFaults.Explain(store.Service.Uri, fault);
        }
    }
}
