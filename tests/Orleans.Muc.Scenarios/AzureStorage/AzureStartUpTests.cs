using System.Reflection;
using Microsoft.Extensions.Configuration;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.Host.Settings;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.AzureStorage;

/// <summary>Mistakes about the storage account: each a sentence that names the setting, and never the key.</summary>
public sealed class AzureStartUpTests : IDisposable
{
    private const string Secret = "bm90IHRoZSBrZXk=";
    private const string Account = $"DefaultEndpointsProtocol=https;AccountName=verona;AccountKey={Secret};EndpointSuffix=core.windows.net";
    private const string Clustering = "Microsoft.Orleans.Clustering.AzureStorage";
    private readonly TemporaryDirectory _data = new();

    public static TheoryData<string, string[]> Mistakes => new()
    {
        { "ConnectionString", [] },
        { "ConnectionString", ["Muc:AzureStorage:ConnectionString=rose", "Muc:AzureStorage:Container=muc"] },
        { "both", [$"Muc:AzureStorage:ConnectionString={Account}", "Muc:AzureStorage:TableServiceUri=https://v.table.core.windows.net", "Muc:AzureStorage:BlobServiceUri=https://v.blob.core.windows.net"] },
        { "only one of TableServiceUri and BlobServiceUri", ["Muc:AzureStorage:TableServiceUri=https://v.table.core.windows.net"] },
        { "BlobServiceUri", ["Muc:AzureStorage:TableServiceUri=https://v.table.core.windows.net", "Muc:AzureStorage:BlobServiceUri=the usual place"] },
        { "TableServiceUri", ["Muc:AzureStorage:TableServiceUri=http://v.table.core.windows.net", "Muc:AzureStorage:BlobServiceUri=https://v.blob.core.windows.net"] },
        { "RoomsTable", [$"Muc:AzureStorage:ConnectionString={Account}", "Muc:AzureStorage:RoomsTable=my-rooms"] },
        { "one name for two tables", [$"Muc:AzureStorage:ConnectionString={Account}", "Muc:AzureStorage:RoomsTable=mucstates"] },
        { "Container", [$"Muc:AzureStorage:ConnectionString={Account}", "Muc:AzureStorage:Container=Muc--blobs"] },
        { "MaxStanzaBytes", [$"Muc:AzureStorage:ConnectionString={Account}", "Muc:Gateway:MaxStanzaBytes=1000000", "Muc:Gateway:BurstBytes=2000000"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_said_in_one_sentence(string subject, string[] settings)
    {
        var mistake = Assert.Single(Refused(["Muc:Storage=AzureStorage", .. settings]));
        Assert.Contains(subject, mistake, StringComparison.Ordinal);
        Assert.EndsWith(".", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Memory")]
    public void A_cluster_needs_a_storage_that_its_silos_share(string storage) =>
        Assert.Contains("Muc:Cluster", Assert.Single(Refused(["Muc:Cluster=AzureStorage", $"Muc:Storage={storage}"])), StringComparison.Ordinal);

    [Fact]
    public void A_cluster_may_share_the_account_it_stores_in()
    {
        var settings = Load(["Muc:Cluster=AzureStorage", "Muc:Storage=AzureStorage", $"Muc:AzureStorage:ConnectionString={Account}"]);
        Assert.Equal((ClusterKind.AzureStorage, "MucRooms"), (settings.Cluster, settings.Azure!.RoomsTable));
    }

    [Fact]
    public void What_is_set_for_another_storage_is_no_setting() =>
        Assert.Contains("Muc:AzureStorage:Container is no setting", Assert.Single(Refused(["Muc:AzureStorage:Container=muc"])), StringComparison.Ordinal);

    [Fact]
    public async Task An_account_that_nobody_answers_for()
    {
        var port = FreePorts.Next();
        var endpoint = $"http://127.0.0.1:{port}/verona";
        var sentence = await RefusedAsync($"AccountName=verona;AccountKey={Secret};TableEndpoint={endpoint};BlobEndpoint={endpoint};");
        Assert.Contains("can't be reached", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_the_accounts()
    {
        var azurite = await AzuriteServer.SharedAsync();
        var sentence = await RefusedAsync($"AccountName=devstoreaccount1;AccountKey={Secret};TableEndpoint={azurite.TableEndpoint};BlobEndpoint={azurite.BlobEndpoint};");
        Assert.Contains("refuses these credentials", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_this_program_was_built_without()
    {
        if (!StandIns().Contains(Clustering))
            Assert.Skip($"This program was built with {Clustering}.");
        var azurite = await AzuriteServer.SharedAsync();
        var settings = new HostSettings { DataDirectory = _data.Inside("data") }.With(azurite);
        var sentence = await RefusedAsync(settings with { Overrides = new Dictionary<string, string>(settings.Overrides) { ["Muc:Cluster"] = "AzureStorage" } });
        Assert.Contains(Clustering, sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_greeting_names_every_stand_in()
    {
        var azurite = await AzuriteServer.SharedAsync();
        await using var host = await HostProcess.StartAsync(new HostSettings { DataDirectory = _data.Inside("data") }.With(azurite));
        var first = host.Output.Split('\n').First(line => line.StartsWith("Orleans.Muc ", StringComparison.Ordinal));
        foreach (var package in StandIns().Where(package => package != "Microsoft.Orleans.Sdk"))
            Assert.Contains(package, first, StringComparison.Ordinal);
        Assert.Equal(StandIns().Length > 0, first.Contains("stand-in", StringComparison.Ordinal));
    }

    public void Dispose() => _data.Dispose();

    private Task<string> RefusedAsync(string connection) => RefusedAsync(new HostSettings
    {
        Storage = "AzureStorage",
        DataDirectory = _data.Inside("data"),
        Overrides = new Dictionary<string, string> { ["Muc:AzureStorage:ConnectionString"] = connection },
    });

    private static async Task<string> RefusedAsync(HostSettings settings)
    {
        var exit = await HostProcess.RunToExitAsync(settings);
        Assert.Equal(1, exit.Code);
        Assert.DoesNotContain(Secret, exit.Output + exit.Errors, StringComparison.Ordinal);
        return Assert.Single(exit.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>What the storage was built with instead of the official packages.</summary>
    private static string[] StandIns() => typeof(AzureStore).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(data => data.Key == "StandIns")?.Value?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static IReadOnlyList<string> Refused(string[] settings) => Assert.Throws<SettingsException>(() => Load(settings)).Mistakes;

    private static MucSettings Load(string[] settings) => SettingsLoader.Load(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build(),
        isDevelopment: true);
}
