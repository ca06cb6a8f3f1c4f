using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Entering;

/// <summary>XEP-0045 §7.1 and §7.2.2 where there are thousands.</summary>
public sealed class LargeRoomTests
{
    [Fact]
    public void Newcomer_gets_everybody_once_then_the_own_presence_then_the_subject()
    {
        const int Guests = 4_500;
        var room = new Room(Jid.Parse(Stage.RoomJid), new ServiceRules(Jid.Parse("conference.verona.lit"), new HashSet<Jid>()) { LockNewRooms = false });
        var dice = new Dice();
        for (var i = 0; i < Guests; i++)
            Enter(new Person($"Guest{i}"));
        for (var i = 0; i < Guests; i += 3)
            room.Handle(new Exit(new Person($"Guest{i}").Visit), new Moment(DateTimeOffset.UnixEpoch, dice));

        var juliet = new Person("Juliet");
        foreach (var stanza in Enter(juliet).Announcements.OfType<ToSession>().SelectMany(announcement => announcement.Stanzas))
            juliet.Receive(Xml.Of(stanza));

        var expected = Enumerable.Range(0, Guests).Where(i => i % 3 != 0).Select(i => $"{Stage.RoomJid}/Guest{i}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, juliet.Received.Take(juliet.Received.Count - 2).Select(stanza => stanza["from"]!).Order(StringComparer.Ordinal));
        Assert.Contains("110", juliet.Received[^2].Codes());
        Assert.NotNull(juliet.Received[^1].Child("subject"));

        Outcome Enter(Person who) => room.Handle(
            RoomIntake.Read(Xml.Stanza($"<presence to='{Stage.RoomJid}/{who.Name}'><x xmlns='{Ns.Muc}'/></presence>", who), who.Visit, 1),
            new Moment(DateTimeOffset.UnixEpoch, dice));
    }
}
