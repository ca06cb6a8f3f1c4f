namespace Orleans.Muc.Testing;

/// <summary>How a host is told to keep its data in an emulator.</summary>
public static class AzuriteSettings
{
    private static int made;

    /// <summary>With tables and a container that no other host of this process has; started again with the same settings, a host finds its data.</summary>
    public static HostSettings With(this HostSettings settings, AzuriteServer azurite)
    {
        var number = Interlocked.Increment(ref made);
        var keys = new Dictionary<string, string>(settings.Overrides)
        {
            ["Muc:AzureStorage:ConnectionString"] = azurite.ConnectionString,
            ["Muc:AzureStorage:RoomsTable"] = $"Rooms{number}",
            ["Muc:AzureStorage:StatesTable"] = $"States{number}",
            ["Muc:AzureStorage:ArchivesTable"] = $"Archives{number}",
            ["Muc:AzureStorage:SilosTable"] = $"Silos{number}",
            ["Muc:AzureStorage:Container"] = $"muc{number}",
        };
        return settings with { Storage = "AzureStorage", Overrides = keys };
    }
}
