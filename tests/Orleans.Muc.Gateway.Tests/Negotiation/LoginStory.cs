using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Negotiation;

public class LoginStory
{
    [Fact]
    public async Task Romeo_registers_logs_in_binds_and_speaks()
    {
        await using var door = new Door();
        var romeo = door.Connect();
        var before = await romeo.Open();
        Assert.NotNull(before.Child("register", Ns.RegisterFeature));
        await romeo.Send("<iq type='set' id='r1' to='montague.lit'><query xmlns='jabber:iq:register'>" +
            "<username>romeo</username><password>juliet</password></query></iq>");
        var registered = await romeo.NextStanza();
        Assert.Equal(("result", "r1"), (registered.Type, registered.Id));

        var after = await romeo.Login("romeo", "juliet");
        Assert.NotNull(after.Child("bind", Ns.Bind));
        Assert.Equal("romeo@montague.lit/garden", (await romeo.Bind("garden")).ToString());
        Assert.Equal("opened romeo@montague.lit/garden", await door.Host.Next());

        await romeo.Send("<message to='juliet@montague.lit' from='mercutio@montague.lit'><body>But, soft!</body></message>");
        Assert.Contains("from='romeo@montague.lit/garden'", await door.Host.Next(), StringComparison.Ordinal);
        await romeo.Send("</stream:stream>");
        await romeo.Next<StreamItem.Closed>();
        await romeo.Disconnected();
        Assert.Equal("closed romeo@montague.lit/garden", await door.Host.Next());
        await door.Quiet();
    }
}
