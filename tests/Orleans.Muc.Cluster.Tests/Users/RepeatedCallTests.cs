using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>A call whose answer is lost is made again, and nobody hears or keeps anything twice.</summary>
public sealed class RepeatedCallTests
{
    private const string Body = "By a name I know not how to tell thee who I am";

    [Fact]
    public async Task A_message_is_heard_and_archived_once_when_every_answer_on_its_way_is_lost()
    {
        await using var cluster = await MucCluster.StartAsync(2);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1], "balcony");

        cluster.LoseAnswers<IUserGrain>(nameof(IUserGrain.Take), 2);
        cluster.LoseAnswers<IUserGrain>(nameof(IUserGrain.Deliver), 2);
        await romeo.SendAsync($"<message type='chat' id='m1' to='{juliet.FullJid}'><body>{Body}</body></message>");
        await romeo.SendAsync($"<message type='chat' id='m2' to='{juliet.FullJid}'><body>My name is hateful to myself</body><no-store xmlns='urn:xmpp:hints'/></message>");
        await romeo.SendAsync($"<message type='chat' id='m3' to='{juliet.FullJid}'><body>Good night</body></message>");

        Assert.Equal([Body, "My name is hateful to myself", "Good night"], People.Bodies(await juliet.ListenUntilAsync("Good night")));
        Assert.True(cluster.HasLostAnswers);
        Assert.Equal([Body, "Good night"], (await romeo.SearchAsync()).Bodies);
        Assert.Equal([Body, "Good night"], (await juliet.SearchAsync()).Bodies);
    }

    [Fact]
    public async Task A_repeated_call_of_a_session_archives_nothing_twice_when_the_user_has_moved()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (sender, home) = await cluster.SomebodyElsewhereAsync();
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[0], "balcony");
        var session = await SessionOf(cluster, sender);
        var message = Message(sender.FullJid, juliet.FullJid);
        var user = Cellar.Factory(cluster).GetGrain<IUserGrain>(sender.Settings.BareJid);
        await user.Take(new UserCall(session, message) { Counter = 1_000 });
        var heard = await juliet.ListenUntilAsync(Body);

        await cluster.KillAsync(home);
        await Patient(isRepeated => user.Take(new UserCall(session, message) { Counter = 1_000, IsRepeated = true }));
        await user.Take(new UserCall(session, Message(sender.FullJid, juliet.FullJid, "Good night")) { Counter = 1_001 });

        heard.AddRange(await juliet.ListenUntilAsync("Good night"));
        Assert.Single(heard.Where(stanza => People.Body(stanza) == Body).Select(stanza => Assert.Single(Archives.Marks(stanza)).Id).Distinct());
        Assert.Equal([Body, "Good night"], (await sender.SearchAsync()).Bodies);
        Assert.Equal([Body, "Good night"], (await juliet.SearchAsync()).Bodies);
    }

    [Fact]
    public async Task A_repeated_delivery_archives_nothing_twice_when_the_user_has_moved()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (reader, home) = await cluster.SomebodyElsewhereAsync();
        var user = Cellar.Factory(cluster).GetGrain<IUserGrain>(reader.Settings.BareJid);
        var delivery = new UserDelivery("somebody", 1, Message("juliet@localhost/balcony", reader.FullJid));
        await user.Deliver(delivery);
        var heard = await reader.ListenUntilAsync(Body);

        await cluster.KillAsync(home);
        await Patient(_ => user.Deliver(delivery with { IsRepeated = true }));
        await user.Deliver(new UserDelivery("somebody", 2, Message("juliet@localhost/balcony", reader.FullJid, "Good night")));

        heard.AddRange(await reader.ListenUntilAsync("Good night"));
        var found = await reader.SearchAsync();
        Assert.Equal([Body, "Good night"], found.Bodies);
        Assert.Equal([found.Ids[0]], heard.Where(stanza => People.Body(stanza) == Body).Select(stanza => Assert.Single(Archives.Marks(stanza)).Id).Distinct());
    }

    [Fact]
    public void The_last_origins_are_known_and_no_more()
    {
        var taken = new TakenOrigins();
        for (var n = 0UL; n <= TakenOrigins.Remembered; n++)
            taken.Add(n);

        Assert.False(taken.Has(0));
        Assert.True(taken.Has(1));
        Assert.True(taken.Has(TakenOrigins.Remembered));
    }

    [Fact]
    public void Each_account_knows_an_origin_by_a_mark_of_its_own()
    {
        var (romeo, juliet) = (Jid.Parse("romeo@localhost"), Jid.Parse("juliet@localhost"));
        var origin = new Origin("session", 11, IsRepeated: false);

        Assert.Equal(origin.MarkFor(romeo), (origin with { IsRepeated = true }).MarkFor(romeo));
        ulong[] marks = [origin.MarkFor(romeo), origin.MarkFor(juliet), new Origin("session", 12, false).MarkFor(romeo), new Origin("session\n1", 1, false).MarkFor(romeo)];
        Assert.Distinct(marks);
    }

    private static Task Patient(Func<bool, Task> call) => Abstractions.Patiently.Call(call, TimeSpan.FromSeconds(30), TimeProvider.System);

    private static async Task<BoundSession> SessionOf(MucCluster cluster, XmppClient who)
    {
        var (_, user) = await cluster.AccountAsync(who.Settings.BareJid);
        var reports = await Task.WhenAll(user.Connections.Select(connection => Cellar.Factory(cluster).GetGrain<IConnectionGrain>(connection).ReportSessions(Jid.Parse(who.Settings.BareJid))));
        return Assert.Single(reports.SelectMany(report => report));
    }

    private static Stanza Message(string from, string to, string body = Body) =>
        new(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add(body))) { Type = "chat", From = Jid.Parse(from), To = Jid.Parse(to) };
}
