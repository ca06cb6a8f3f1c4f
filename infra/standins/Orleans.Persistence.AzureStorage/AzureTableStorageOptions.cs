using Azure.Data.Tables;
using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>Grain state in an Azure table.</summary>
public class AzureTableStorageOptions
{
    public const string DEFAULT_TABLE_NAME = "OrleansGrainState";
    public const int DEFAULT_INIT_STAGE = ServiceLifecycleStage.ApplicationServices;

    /// <summary>The account; without one the silo does not start.</summary>
    public TableServiceClient? TableServiceClient { get; set; }

    /// <summary>Made at the start if it is not there.</summary>
    public virtual string TableName { get; set; } = DEFAULT_TABLE_NAME;

    /// <summary>Whether a cleared state's row goes; otherwise it stays without data, and with its ETag.</summary>
    public bool DeleteStateOnClear { get; set; }

    /// <summary>When in the silo's start the table is made; before it, nothing can be read.</summary>
    public int InitStage { get; set; } = DEFAULT_INIT_STAGE;

    /// <summary>How a state becomes bytes. Unset: the one registered under the storage's name, then the silo's own.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
