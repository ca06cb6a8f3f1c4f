using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Retries, transport and version of the protocol.</summary>
public class TableClientOptions(TableClientOptions.ServiceVersion serviceVersion = TableClientOptions.ServiceVersion.V2020_12_06) : ClientOptions
{
    public enum ServiceVersion
    {
        V2019_02_02 = 1,
        V2020_12_06 = 2,
    }

    internal string Version { get; } = serviceVersion == ServiceVersion.V2019_02_02 ? "2019-02-02" : "2020-12-06";
}
