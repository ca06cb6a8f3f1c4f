using System.Buffers;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Benchmarks;

/// <summary>What it costs to announce occupants: all of them to one who enters, and one to all of them. The column "each" is the time for one occupant of the room.</summary>
[MemoryDiagnoser]
[MedianColumn]
[Config(typeof(Settings))]
public class AnnounceBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] To = XmlText.EscapeUtf8("newcomer@example.org/orchard");

    private readonly ArrayBufferWriter<byte> buffer = new(16 << 20);
    private readonly Chance chance = new();
    private readonly Visit newcomer = new("newcomer", Jid.Parse("newcomer@example.org/orchard"), "gateway");
    private Room room = null!;
    private Visit speaker = null!;
    private long counter;

    /// <summary>Occupants of the room before anybody enters.</summary>
    [Params(10, 100, 1_000, 10_000)]
    public int Occupants { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        room = new Room(Jid.Parse("rehearsal@conference.example.org"), new ServiceRules(Jid.Parse("conference.example.org"), new HashSet<Jid>()) { LockNewRooms = false });
        for (var i = 0; i < Occupants; i++)
            Enter(speaker = new Visit($"s{i}", Jid.Parse($"romeo{i:00000}@example.org/orchard"), "gateway"), $"romeo{i:00000}");
    }

    /// <summary>The room's part of an entry: its own presence to everybody, everybody's to the newcomer. The newcomer leaves again.</summary>
    [Benchmark(Description = "enter and leave")]
    public int EnterAndLeave()
    {
        var entered = Enter(newcomer, "newcomer");
        room.Handle(new Exit(newcomer) { Counter = ++counter }, new Moment(Now, chance));
        return entered.Announcements.Count;
    }

    /// <summary>The same, and the gateway's part: what the newcomer is sent is written out to its connection.</summary>
    [Benchmark(Description = "enter, written out, and leave")]
    public long EnterWrittenAndLeave()
    {
        buffer.ResetWrittenCount();
        foreach (var announcement in Enter(newcomer, "newcomer").Announcements)
        {
            if (announcement is ToSession sequence)
                foreach (var stanza in sequence.Stanzas)
                    stanza.WriteTo(buffer, To);
        }

        room.Handle(new Exit(newcomer) { Counter = ++counter }, new Moment(Now, chance));
        return buffer.WrittenCount;
    }

    /// <summary>The room's part of somebody's going away and coming back: encoded once for each audience, whoever is in it.</summary>
    [Benchmark(Description = "one changes presence")]
    public int ChangePresence()
    {
        var away = new Stanza(StanzaKind.Presence, Payload.Of(new Element("show", Ns.Client).Add(++counter % 2 == 0 ? "away" : "dnd"))) { From = speaker.FullJid, To = room.Jid };
        return room.Handle(new ChangePresence(speaker, null) { Stanza = away, Counter = counter }, new Moment(Now, chance)).Announcements.Count;
    }

    private Outcome Enter(Visit visit, string nick)
    {
        var stanza = new Stanza(StanzaKind.Presence, Payload.Of(new Element("x", Ns.Muc))) { From = visit.FullJid, To = room.Jid.WithResource(Nick.Parse(nick)) };
        return room.Handle(RoomIntake.Read(stanza, visit, ++counter), new Moment(Now, chance));
    }

    private sealed class Settings : ManualConfig
    {
        public Settings() => Add(MedianColumn.PerOccupant(nameof(Occupants)));
    }
}
