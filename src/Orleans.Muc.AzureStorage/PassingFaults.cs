using Azure;

namespace Orleans.Muc.AzureStorage;

/// <summary>What the account's client throws when it has given up on a request that may succeed later: the account was busy, or answered too late or not at all.</summary>
internal static class PassingFaults
{
    /// <summary>Whether it is one, for requests that the caller did not cancel himself. Several tries come as an <see cref="AggregateException"/>, a single one as what it was.</summary>
    public static bool Has(Exception fault) =>
        fault is AggregateException or OperationCanceledException or IOException or HttpRequestException or RequestFailedException { Status: 0 or 408 or 429 or >= 500 };
}
