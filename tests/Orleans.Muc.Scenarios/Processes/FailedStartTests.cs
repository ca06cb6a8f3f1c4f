using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Processes;

/// <summary>A server of a cluster that can't start.</summary>
public sealed class FailedStartTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_others_are_told_that_it_goes_when_it_has_joined_them_and_can_not_listen_to_clients()
    {
        ThreeProcesses.SkipWithoutClustering();
        var azurite = await AzuriteServer.SharedAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var settings = new HostSettings { DataDirectory = _data.Inside("data"), TcpPort = ((IPEndPoint)other.LocalEndpoint).Port }.With(azurite);
        settings = settings with
        {
            Overrides = new Dictionary<string, string>(settings.Overrides)
            {
                ["Muc:Cluster"] = "AzureStorage",
                ["Muc:Silo:Address"] = "127.0.0.1",
                ["Muc:Silo:Port"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
                ["Muc:Silo:GatewayPort"] = "-1",
            },
        };

        var exit = await HostProcess.RunToExitAsync(settings);

        Assert.Equal(1, exit.Code);
        Assert.Contains("in use", exit.Errors, StringComparison.Ordinal);
        List<string> known = [];
        await foreach (var row in new TableServiceClient(azurite.ConnectionString).GetTableClient(settings.Overrides["Muc:AzureStorage:SilosTable"]).QueryAsync<TableEntity>())
        {
            // There are rows of the table's own, too.
            if (row.ContainsKey("SiloName"))
                known.Add((string)row["Status"]);
        }

        Assert.Equal(["Dead"], known);
    }
}
