using Orleans.Muc.AzureStorage;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>Tables and a container of a test's own in the shared emulator.</summary>
internal static class AzuriteAccount
{
    private static int made;

    public static async Task<AzureStorageOptions> NewAsync()
    {
        var azurite = await AzuriteServer.SharedAsync();
        var number = Interlocked.Increment(ref made);
        return new AzureStorageOptions
        {
            ConnectionString = azurite.ConnectionString,
            RoomsTable = $"Rooms{number}",
            StatesTable = $"States{number}",
            ArchivesTable = $"Archives{number}",
            Container = $"muc{number}",
        };
    }
}
