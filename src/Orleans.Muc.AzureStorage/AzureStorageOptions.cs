using System.Text;
using Azure.Core;

namespace Orleans.Muc.AzureStorage;

/// <summary>Which storage account is used, and how: <c>Muc:AzureStorage</c>. Either a connection string, or both addresses with the identity of the process.</summary>
public sealed record AzureStorageOptions
{
    /// <summary>As the portal gives it, or <c>UseDevelopmentStorage=true</c>. A secret.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Such as <c>https://account.table.core.windows.net</c>.</summary>
    public Uri? TableServiceUri { get; init; }

    /// <summary>Such as <c>https://account.blob.core.windows.net</c>.</summary>
    public Uri? BlobServiceUri { get; init; }

    /// <summary>The table of rooms: fences, members, logs.</summary>
    public string RoomsTable { get; init; } = "MucRooms";

    /// <summary>The table of grains' states: heads of rooms, accounts, rosters.</summary>
    public string StatesTable { get; init; } = "MucStates";

    /// <summary>The table of users' archives.</summary>
    public string ArchivesTable { get; init; } = "MucArchives";

    /// <summary>The table in which the silos of a cluster find each other.</summary>
    public string SilosTable { get; init; } = "MucSilos";

    /// <summary>The blob container.</summary>
    public string Container { get; init; } = "muc";

    /// <summary>A try that is not answered within this is given up and made again. 4 s: a room's writes have five.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Tries after the first, with growing pauses of random length from 0.1 to 1 s: what is throttled (503, 429), or not answered.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>A last word on the clients' options, for what tests put into their pipelines.</summary>
    public Action<ClientOptions>? Configure { get; init; }

    /// <summary>What <see cref="object.ToString"/> shows: never the connection string, nor a signature behind an address.</summary>
    private bool PrintMembers(StringBuilder shown)
    {
        shown.Append("TableServiceUri = ").Append(TableServiceUri?.GetLeftPart(UriPartial.Path))
            .Append(", BlobServiceUri = ").Append(BlobServiceUri?.GetLeftPart(UriPartial.Path))
            .Append(", Tables = ").AppendJoin(' ', RoomsTable, StatesTable, ArchivesTable, SilosTable)
            .Append(", Container = ").Append(Container);
        return true;
    }

    internal TOptions Client<TOptions>(TOptions options)
        where TOptions : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        options.Retry.NetworkTimeout = NetworkTimeout;
        Configure?.Invoke(options);
        return options;
    }
}
