using System.Net;
using Microsoft.Extensions.Configuration;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Scenarios;

/// <summary>What a host in a cluster is told, and what is wrong with it.</summary>
public sealed class ClusterSettingsTests
{
    private static readonly string[] Clustered = ["Muc:Cluster=AzureStorage", "Muc:Storage=AzureStorage", "Muc:AzureStorage:ConnectionString=UseDevelopmentStorage=true"];

    public static TheoryData<string, string[]> Mistakes => new()
    {
        { "Muc:Silo:Address and Muc:Silo:Port would be", ["Muc:Silo:Address=127.0.0.1", "Muc:Silo:Port=11112"] },
        { "Muc:Silo:Address is \"here\"", [.. Clustered, "Muc:Silo:Address=here"] },
        { "Muc:Silo:Address is \"0.0.0.0\"", [.. Clustered, "Muc:Silo:Address=0.0.0.0"] },
        { "Muc:Silo:Address is \"::\"", [.. Clustered, "Muc:Silo:Address=::"] },
        { "Muc:Silo:Port is 0", [.. Clustered, "Muc:Silo:Port=0"] },
        { "Muc:Silo:Port is \"many\"", [.. Clustered, "Muc:Silo:Port=many"] },
        { "Muc:Silo:GatewayPort is 0", [.. Clustered, "Muc:Silo:GatewayPort=0"] },
        { "Muc:Silo:GatewayPort is 65536", [.. Clustered, "Muc:Silo:GatewayPort=65536"] },
        { "Muc:Silo:ClusterId is \"a/b\"", [.. Clustered, "Muc:Silo:ClusterId=a/b"] },
        { "Muc:Silo:Port and Muc:Silo:GatewayPort are the same port, 11111", [.. Clustered, "Muc:Silo:GatewayPort=11111"] },
        { "Muc:Gateway:TcpPort and Muc:Silo:Port are the same port, 5222", [.. Clustered, "Muc:Silo:Port=5222"] },
        { "Muc:Gateway:HttpPort and Muc:Operations:Port are the same port, 5280", ["Muc:Operations:Port=5280"] },
        { "Muc:Operations:Address is \"everywhere\"", ["Muc:Operations:Address=everywhere"] },
        { "Muc:Operations:Port is -2", ["Muc:Operations:Port=-2"] },
        { "Muc:ShutdownTimeout is 00:00:01", ["Muc:ShutdownTimeout=00:00:01"] },
        { "Muc:ShutdownTimeout is 01:00:01", ["Muc:ShutdownTimeout=01:00:01"] },
        { "Muc:ShutdownTimeout is \"soon\"", ["Muc:ShutdownTimeout=soon"] },
        { "Muc:Certificate:KeyPath is set, but no", ["Muc:Certificate:KeyPath=key.pem"] },
        { "Muc:Certificate:Password is set, but no", ["Muc:Certificate:Password=secret"] },
        { "rose.PFX is PKCS#12", ["Muc:Certificate:Path=rose.PFX", "Muc:Certificate:KeyPath=key.pem"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_said_in_one_sentence(string said, string[] settings)
    {
        var mistake = Assert.Single(Refused(settings));
        Assert.Contains(said, mistake, StringComparison.Ordinal);
        Assert.EndsWith(".", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(
        5,
        Refused([.. Clustered, "Muc:Silo:Address=here", "Muc:Silo:Port=0", "Muc:Operations:Port=70000", "Muc:ShutdownTimeout=soon", "Muc:Certificate:Password=secret"]).Count);

    [Fact]
    public void A_lone_server_needs_none_of_it()
    {
        var settings = Load([], isDevelopment: false);
        Assert.Null(settings.Silo);
        Assert.Null(settings.Certificate);
        Assert.Equal((new OperationsSettings(IPAddress.Loopback, 8080), TimeSpan.FromSeconds(30)), (settings.Operations, settings.ShutdownTimeout));
    }

    [Fact]
    public void In_development_only_this_machine_asks_how_it_is_and_is_in_the_cluster()
    {
        var settings = Load(Clustered, isDevelopment: true);
        Assert.Equal(new OperationsSettings(IPAddress.Loopback, 8080), settings.Operations);
        Assert.Equal(new SiloSettings(IPAddress.Loopback, 11111, 30000, "muc"), settings.Silo);
    }

    [Fact]
    public void Elsewhere_Orleans_picks_the_address_that_is_not_said() =>
        Assert.Equal(new SiloSettings(null, 11112, SiloSettings.Off, "verona"), Load([.. Clustered, "Muc:Silo:Port=11112", "Muc:Silo:GatewayPort=-1", "Muc:Silo:ClusterId=verona"], isDevelopment: false).Silo);

    [Fact]
    public void Operations_are_for_this_machine_unless_said_otherwise()
    {
        Assert.Equal(IPAddress.Loopback, Load(["Muc:Gateway:Address=192.0.2.1"], isDevelopment: false).Operations.Address);
        Assert.Equal(IPAddress.Any, Load(["Muc:Gateway:Address=192.0.2.1", "Muc:Operations:Address=0.0.0.0"], isDevelopment: false).Operations.Address);
    }

    [Fact]
    public void Silos_of_one_machine_go_by_different_names() => Assert.NotEqual(
        Load([.. Clustered, "Muc:Silo:Port=11112"], isDevelopment: true).Silo!.Name,
        Load([.. Clustered, "Muc:Silo:Port=11113"], isDevelopment: true).Silo!.Name);

    [Fact]
    public void A_password_is_not_shown() => Assert.DoesNotContain(
        "capulet", Load(["Muc:Certificate:Path=rose.pfx", "Muc:Certificate:Password=capulet"], isDevelopment: true).ToString(), StringComparison.Ordinal);

    private static IReadOnlyList<string> Refused(string[] settings) => Assert.Throws<SettingsException>(() => Load(settings, isDevelopment: true)).Mistakes;

    private static MucSettings Load(string[] settings, bool isDevelopment) => SettingsLoader.Load(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build(),
        isDevelopment);
}
