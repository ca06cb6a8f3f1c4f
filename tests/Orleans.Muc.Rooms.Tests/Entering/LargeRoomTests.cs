using System.Runtime.CompilerServices;
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

    /// <summary>What is kept for the next newcomer is about those inside, however many nicknames they have had since the last one.</summary>
    [Fact]
    public void Nicknames_that_came_and_went_leave_nothing_behind()
    {
        var room = new Room(Jid.Parse(Stage.RoomJid), new ServiceRules(Jid.Parse("conference.verona.lit"), new HashSet<Jid>()) { LockNewRooms = false });
        var past = EnterAndRename(room, 500);

        GC.Collect();

        Assert.InRange(past.Count(nick => nick.IsAlive), 0, 5);
        Assert.Equal("J499", Assert.Single(room.Roster).Nick.Value);
    }

    /// <summary>A method of its own, so that nothing of it is alive on the stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> EnterAndRename(Room room, int times)
    {
        var (juliet, dice) = (new Person("Juliet"), new Dice());
        Send($"<presence to='{Stage.RoomJid}/Juliet'><x xmlns='{Ns.Muc}'/></presence>");
        return [.. Enumerable.Range(0, times).Select(i => new WeakReference(Send($"<presence to='{Stage.RoomJid}/J{i}'/>").Events.OfType<NickChanged>().Single().NewNick))];

        Outcome Send(string xml) => room.Handle(RoomIntake.Read(Xml.Stanza(xml, juliet), juliet.Visit, 0), new Moment(DateTimeOffset.UnixEpoch, dice));
    }
}
