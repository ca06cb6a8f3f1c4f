using Orleans.Muc.Gateway.Options;

namespace Orleans.Muc.Gateway.Tests.Options;

public class GatewayOptionsTests
{
    [Fact]
    public void The_defaults_are_in_order() => Assert.Empty(GatewayOptionsValidator.Mistakes(new GatewayOptions()));

    [Fact]
    public void Every_mistake_is_told_at_once_and_names_its_setting()
    {
        var mistakes = GatewayOptionsValidator.Mistakes(new GatewayOptions
        {
            Address = "here",
            TcpPort = 70_000,
            TlsPort = 5222,
            HttpPort = 5222,
            MaxStanzaBytesBeforeAuthentication = 100,
            MaxStanzaBytes = 50,
            MaxDepth = 1,
            NegotiationTimeout = TimeSpan.Zero,
            OutboundQueueBytes = 1,
            MaxFailedLogins = 0,
            FailedLoginWindow = TimeSpan.Zero,
            BytesPerSecond = 10,
            BurstBytes = 10,
            BytesPerSecondBeforeAuthentication = 10,
            MaxConnections = -1,
            MaxConnectionsPerAddress = -1,
            MaxNegotiating = -1,
            MaxFailedLoginsPerAccount = -1,
            MaxFailedLoginsPerAddress = -1,
            Registration = new RegistrationOptions { MaxPerHour = -1 },
        });
        string[] settings =
        [
            "Address", "TcpPort", "TlsPort and HttpPort", "MaxStanzaBytesBeforeAuthentication", "MaxStanzaBytes",
            "MaxDepth", "NegotiationTimeout", "OutboundQueueBytes", "MaxFailedLogins",
            "FailedLoginWindow", "BytesPerSecond", "BurstBytes", "BytesPerSecondBeforeAuthentication",
            "MaxConnections", "MaxConnectionsPerAddress", "MaxNegotiating", "MaxFailedLoginsPerAccount", "MaxFailedLoginsPerAddress", "Registration:MaxPerHour",
        ];
        Assert.Equal(settings.Length, mistakes.Count);
        Assert.All(settings.Zip(mistakes), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_limit_on_crowds_and_speed_can_be_switched_off() => Assert.Empty(GatewayOptionsValidator.Mistakes(new GatewayOptions
    {
        MaxConnections = 0,
        MaxConnectionsPerAddress = 0,
        MaxNegotiating = 0,
        BytesPerSecond = 0,
        BytesPerSecondBeforeAuthentication = 0,
        MaxFailedLoginsPerAccount = 0,
        MaxFailedLoginsPerAddress = 0,
        Registration = new RegistrationOptions { MaxPerHour = 0 },
    }));

    [Fact]
    public void A_gateway_nobody_can_reach_is_a_mistake() =>
        Assert.Single(GatewayOptionsValidator.Mistakes(new GatewayOptions { TcpPort = -1, TlsPort = -1, HttpPort = -1 }));

    [Fact]
    public void Any_free_port_may_be_asked_for_more_than_once() =>
        Assert.Empty(GatewayOptionsValidator.Mistakes(new GatewayOptions { TcpPort = 0, TlsPort = 0, HttpPort = 0 }));
}
