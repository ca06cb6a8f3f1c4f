using Azure;
using Azure.Identity;
using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.AzureStorage;

/// <summary>Everything that keeps the storage from starting, each as one sentence that says what to do and has no secret in it.</summary>
internal static class AzureStartFaults
{
    public static StorageStartException Explain(Uri service, Exception fault)
    {
        var place = service.GetLeftPart(UriPartial.Authority);
        return fault switch
        {
            AggregateException { InnerExceptions: [.., var last] } => Explain(service, last),
            AuthenticationFailedException => new StorageStartException(
                $"There is no identity for the storage account at {place}: sign in (az login), give this machine a managed identity, or use Muc:AzureStorage:ConnectionString.",
                fault),
            RequestFailedException { Status: 401 or 403, ErrorCode: var code } => new StorageStartException(
                $"The storage account at {place} refuses these credentials ({code ?? "no reason given"}): check the key in Muc:AzureStorage:ConnectionString, or give this identity the roles Storage Table Data Contributor and Storage Blob Data Contributor.",
                fault),
            RequestFailedException { Status: 400 or 404 or 409, ErrorCode: var code } => new StorageStartException(
                $"The storage account at {place} won't make the tables or the container ({code ?? "no reason given"}): check the account and the names under Muc:AzureStorage.",
                fault),
            _ => new StorageStartException(
                $"The storage account at {place} can't be reached: check its address under Muc:AzureStorage, its firewall and this machine's network (for local use: whether Azurite runs).",
                fault),
        };
    }
}
