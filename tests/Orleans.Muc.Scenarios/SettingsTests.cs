using Microsoft.Extensions.Configuration;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Scenarios;

public class SettingsTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData(null, true)]
    [InlineData("127.0.0.1", true)]
    public void A_server_for_this_machine_alone_limits_nobody_by_address(string? address, bool isDevelopment) =>
        Assert.Equal((0, 0, 0, 0), ByAddress(address, isDevelopment));

    [Theory]
    [InlineData(null, false)]
    [InlineData("0.0.0.0", true)]
    [InlineData("192.0.2.1", false)]
    public void A_server_for_others_limits_each_address(string? address, bool isDevelopment) =>
        Assert.Equal((10, 1_000, 20_000, 100), ByAddress(address, isDevelopment));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("0", 0)]
    [InlineData("31", 31)]
    [InlineData("36500", 36_500)]
    public void Messages_are_kept_for_as_many_days_as_it_says(string? days, int expected) =>
        Assert.Equal(expected, SettingsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection([new("Muc:ArchiveDays", days)]).Build(), isDevelopment: true).ArchiveDays);

    [Theory]
    [InlineData("-1")]
    [InlineData("36501")]
    [InlineData("a month")]
    public void Days_that_are_none_are_a_mistake(string days)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Muc:ArchiveDays", days)]).Build();

        var mistake = Assert.Throws<SettingsException>(() => SettingsLoader.Load(configuration, isDevelopment: true));

        Assert.Contains("Muc:ArchiveDays", Assert.Single(mistake.Mistakes), StringComparison.Ordinal);
    }

    private static (int Registrations, int Connections, int BytesPerSecond, int FailedLogins) ByAddress(string? address, bool isDevelopment)
    {
        var gateway = SettingsLoader.Load(
            new ConfigurationBuilder().AddInMemoryCollection([new("Muc:Gateway:Address", address)]).Build(), isDevelopment).Gateway;
        return (gateway.Registration.MaxPerHour, gateway.MaxConnectionsPerAddress, gateway.BytesPerSecond, gateway.MaxFailedLoginsPerAddress);
    }
}
