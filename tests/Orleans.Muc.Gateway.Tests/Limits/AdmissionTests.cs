using System.Net;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Options;

namespace Orleans.Muc.Gateway.Tests.Limits;

public class AdmissionTests
{
    private static readonly IPEndPoint Verona = new(IPAddress.Parse("192.0.2.1"), 4000);
    private static readonly IPEndPoint Mantua = new(IPAddress.Parse("192.0.2.2"), 4000);

    [Fact]
    public void One_address_gets_so_many_connections_whatever_its_ports()
    {
        var admission = Limited(new GatewayOptions { MaxConnectionsPerAddress = 2 });
        var first = admission.TryAdmit(Verona)!;
        Assert.NotNull(admission.TryAdmit(new IPEndPoint(Verona.Address, 4001)));
        Assert.Null(admission.TryAdmit(new IPEndPoint(Verona.Address, 4002)));
        Assert.NotNull(admission.TryAdmit(Mantua));
        first.Dispose();
        Assert.NotNull(admission.TryAdmit(Verona));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void A_household_is_one_address(string one, string other, bool same) =>
        Assert.Equal(same, RemoteAddress.Of(new IPEndPoint(IPAddress.Parse(one), 1)) == RemoteAddress.Of(new IPEndPoint(IPAddress.Parse(other), 2)));

    [Fact]
    public void There_are_so_many_connections_in_all()
    {
        var admission = Limited(new GatewayOptions { MaxConnections = 2 });
        var first = admission.TryAdmit(Verona)!;
        Assert.NotNull(admission.TryAdmit(Mantua));
        Assert.Null(admission.TryAdmit(Mantua));
        first.Dispose();
        Assert.NotNull(admission.TryAdmit(Mantua));
    }

    [Fact]
    public void Who_is_bound_negotiates_no_more()
    {
        var admission = Limited(new GatewayOptions { MaxNegotiating = 1 });
        var first = admission.TryAdmit(Verona)!;
        Assert.Null(admission.TryAdmit(Mantua));
        first.Negotiated();
        first.Negotiated();
        var second = admission.TryAdmit(Mantua)!;
        Assert.Null(admission.TryAdmit(Mantua));
        first.Dispose();
        Assert.Null(admission.TryAdmit(Mantua));
        second.Dispose();
        Assert.NotNull(admission.TryAdmit(Mantua));
    }

    [Fact]
    public void Without_limits_everybody_is_admitted()
    {
        var admission = Limited(new GatewayOptions { MaxConnections = 0, MaxConnectionsPerAddress = 0, MaxNegotiating = 0 });
        Assert.All(Enumerable.Range(0, 20_000), _ => Assert.NotNull(admission.TryAdmit(Verona)));
    }

    private static Admission Limited(GatewayOptions options) => new(Microsoft.Extensions.Options.Options.Create(options), int.MaxValue);
}
