using Azure.Data.Tables;

namespace Orleans.Clustering.AzureStorage;

/// <summary>The table the silos of a cluster would meet in.</summary>
public class AzureStorageClusteringOptions
{
    public const string DEFAULT_TABLE_NAME = "OrleansSiloInstances";

    public virtual string TableName { get; set; } = DEFAULT_TABLE_NAME;

    public TableServiceClient? TableServiceClient { get; set; }
}
