using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Wire;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>Rooms outlive the rules for nicknames: one that was let in once is read for ever.</summary>
public sealed class OldNicksTests
{
    private const string Place = "crypt@conference.localhost";
    private const string Old = "Tybalt\U00013441";

    [Fact]
    public async Task Room_wakes_with_a_row_and_a_message_of_a_nickname_that_nobody_could_take_today()
    {
        Assert.False(Nick.TryParse(Old, out _));
        var database = new MemoryDatabase();
        await using (var first = await MucCluster.StartAsync(1, database: database))
        {
            var romeo = await first.LoginAsync("Romeo", first.Silos[0]);
            await romeo.CreateAsync(Place, "Romeo", "<field var='muc#roomconfig_persistentroom'><value>1</value></field>");
            await PlantAsync(first);
        }

        await using var second = await MucCluster.StartAsync(1, database: database);
        var juliet = await second.LoginAsync("Juliet", second.Silos[0]);
        await juliet.SendAsync($"<presence to='{Place}/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await juliet.HearAsync(Place, Old, "A plague");
        var tybalt = await second.LoginAsync("Tybalt", second.Silos[0]);
        await tybalt.EnterAsync(Place, "Tybalt");

        await juliet.ExpectAsync($"<presence from='{Place}/Tybalt'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member' role='participant'/></x></presence>");
    }

    [Fact]
    public void Subject_of_such_a_nickname_is_read()
    {
        var id = StanzaId.Next(null, DateTimeOffset.UnixEpoch, 1);
        var stored = new HeadSubject { Text = "Peace", By = Old, OccupantId = "o", At = DateTimeOffset.UnixEpoch, StanzaId = id.Value, Xml = [] };

        Assert.Equal(Old, RoomRecords.ToSubject(stored).By.Value);
    }

    [Fact]
    public void Such_a_nickname_crosses_between_silos()
    {
        var converter = new NickConverter();
        var nick = Nick.Stored(Old);

        Assert.Equal(nick, converter.ConvertFromSurrogate(converter.ConvertToSurrogate(nick)));
    }

    private static async Task PlantAsync(MucCluster cluster)
    {
        var head = await cluster.HeadAsync(Place);
        var tybalt = Jid.Parse("tybalt@localhost/vault");
        var words = new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add("A plague")))
        {
            Type = "groupchat",
            Id = "plague",
            From = Jid.Parse(Place).WithResource(Nick.Stored(Old)),
        }.Encode();
        var record = new LogRecord(StanzaId.Next(null, DateTimeOffset.UtcNow, 1), Old, tybalt, "s", 1, true, words.Head.ToArray(), words.Tail.ToArray());
        var commit = new RoomCommit([new MemberRow(tybalt.Bare, (int)Affiliation.Member, Old, null)], [record]);
        var store = MucCluster.Services(cluster.Silos[0]).GetRequiredService<IRoomStore>();
        await store.Commit(new RoomPartition(Jid.Parse(Place), head.Incarnation), head.Epoch, commit, CancellationToken.None);
    }
}
