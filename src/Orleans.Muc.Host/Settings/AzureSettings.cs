using Orleans.Muc.AzureStorage;
using Orleans.Muc.Gateway.Options;

namespace Orleans.Muc.Host.Settings;

/// <summary>The section <c>Muc:AzureStorage</c>.</summary>
internal static class AzureSettings
{
    /// <summary>A row of a table has 1 MiB at most, and a message is one.</summary>
    private const int MostStanzaBytes = 900_000;

    /// <summary>Reads it and collects what is wrong with it.</summary>
    public static AzureStorageOptions Read(SettingsReader reader, GatewayOptions gateway)
    {
        var defaults = new AzureStorageOptions();
        var options = new AzureStorageOptions
        {
            ConnectionString = reader.TextOrNone("AzureStorage:ConnectionString"),
            TableServiceUri = Address(reader, "TableServiceUri"),
            BlobServiceUri = Address(reader, "BlobServiceUri"),
            RoomsTable = reader.Text("AzureStorage:RoomsTable", defaults.RoomsTable),
            StatesTable = reader.Text("AzureStorage:StatesTable", defaults.StatesTable),
            ArchivesTable = reader.Text("AzureStorage:ArchivesTable", defaults.ArchivesTable),
            SilosTable = reader.Text("AzureStorage:SilosTable", defaults.SilosTable),
            Container = reader.Text("AzureStorage:Container", defaults.Container),
        };
        reader.Mistakes.AddRange(AzureStorageOptionsValidator.Mistakes(options));
        if (gateway.MaxStanzaBytes > MostStanzaBytes)
            reader.Mistakes.Add($"Muc:Gateway:MaxStanzaBytes is {gateway.MaxStanzaBytes}; with AzureStorage it must be {MostStanzaBytes} at most.");
        return options;
    }

    /// <summary>What is no address at all is relative, which the validator reports.</summary>
    private static Uri? Address(SettingsReader reader, string name) =>
        reader.TextOrNone("AzureStorage:" + name) is { } text ? new Uri(text, UriKind.RelativeOrAbsolute) : null;
}
