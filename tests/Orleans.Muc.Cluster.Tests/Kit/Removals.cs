using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>How accounts go.</summary>
internal static class Removals
{
    /// <summary>A client's word that its account is to be cancelled.</summary>
    public const string Remove = "<iq type='set' id='end'><query xmlns='jabber:iq:register'><remove/></query></iq>";

    /// <summary>Waits until nothing is left of an account.</summary>
    public static async Task GoneAsync(this MucCluster cluster, string account)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await cluster.AccountAsync(account)).Account.IsLeaving || (await cluster.LeavingAsync()).Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), end.Token);
        var (row, user) = await cluster.AccountAsync(account);
        Assert.Empty(row.Keys);
        Assert.Empty(user.Contacts);
        Assert.Empty(user.Connections);
        Assert.Empty((await cluster.Archives.Query(Jid.Parse(account), new ArchiveQuery { Most = 1 }, TestContext.Current.CancellationToken)).Items);
    }

    /// <summary>Waits for the end of a stream; why it has ended.</summary>
    public static async Task<string> EndAsync(this XmppClient who)
    {
        var end = await Assert.ThrowsAsync<ScenarioException>(async () =>
        {
            while (await who.ReceiveAsync(XmppClient.Patience) is not null)
            {
            }
        });
        return end.Message;
    }
}
