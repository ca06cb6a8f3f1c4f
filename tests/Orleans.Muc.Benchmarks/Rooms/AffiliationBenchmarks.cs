using BenchmarkDotNet.Attributes;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Benchmarks;

/// <summary>What a room's rules need for one changed affiliation, however many others there are. Writing it is measured with the storages.</summary>
[MemoryDiagnoser]
[InProcess]
public class AffiliationBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly Jid Nurse = Jid.Parse("nurse@example.org");

    private readonly Visit owner = new("owner", Jid.Parse("capulet@example.org/hall"), "gateway");
    private readonly Chance chance = new();
    private Room room = null!;
    private bool appointed;

    /// <summary>Rows of the affiliation list.</summary>
    [Params(10, 50_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var rules = new ServiceRules(Jid.Parse("conference.example.org"), new HashSet<Jid>());
        var members = Enumerable.Range(0, Members).Select(i => new Member(Jid.Parse($"romeo{i:00000}@example.org"), Affiliation.Member, Nick.Parse($"romeo{i:00000}"), null));
        var stored = RoomStored.Empty(new RoomConfiguration(), new byte[32], Now) with { Members = members.Prepend(new Member(owner.FullJid.Bare, Affiliation.Owner, null, null)) };
        room = Room.Restore(Jid.Parse("ball@conference.example.org"), rules, stored);
    }

    /// <summary>A member is appointed, or leaves the list again.</summary>
    [Benchmark(Description = "one affiliation changes")]
    public int Change()
    {
        appointed = !appointed;
        var item = new AffiliationItem(Nurse, appointed ? Affiliation.Member : Affiliation.None, null, false, null);
        var asked = new Stanza(StanzaKind.Iq, Payload.Of(new Element("query", Ns.MucAdmin))) { Type = "set", Id = "1", From = owner.FullJid, To = room.Jid };
        var outcome = room.Handle(new ChangeAffiliations(owner, [item]) { Stanza = asked }, new Moment(Now, chance));
        return outcome.Events.Count > 0 ? outcome.Announcements.Count : throw new InvalidOperationException("The affiliation stayed as it was.");
    }
}
