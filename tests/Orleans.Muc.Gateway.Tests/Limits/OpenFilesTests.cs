using System.Net;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Options;

namespace Orleans.Muc.Gateway.Tests.Limits;

public class OpenFilesTests
{
    private const string Header = "Limit                     Soft Limit           Hard Limit           Units     \nMax cpu time              unlimited            unlimited            seconds   \n";

    [Theory]
    [InlineData("Max open files            1024                 524288               files     \n", 824)]
    [InlineData("Max open files            100                  100                  files     \n", 1)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", int.MaxValue)]
    [InlineData("", int.MaxValue)]
    public void The_soft_limit_less_a_reserve(string row, int connections) => Assert.Equal(connections, OpenFiles.ConnectionsOf(Header + row));

    [Fact]
    public void No_more_connections_are_admitted_than_there_are_files_for()
    {
        var admission = new Admission(Microsoft.Extensions.Options.Options.Create(new GatewayOptions { MaxConnections = GatewayOptions.NoLimit }), mostOpen: 2);
        var remote = new IPEndPoint(IPAddress.Loopback, 1);
        var first = admission.TryAdmit(remote)!;
        Assert.NotNull(admission.TryAdmit(remote));
        Assert.Null(admission.TryAdmit(remote));
        first.Dispose();
        Assert.NotNull(admission.TryAdmit(remote));
    }
}
