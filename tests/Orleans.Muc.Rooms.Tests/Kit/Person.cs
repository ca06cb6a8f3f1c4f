using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Kit;

/// <summary>Somebody of the cast on one device, and what that device has received since it was last looked at.</summary>
internal sealed class Person
{
    private readonly List<Element> received = [];

    public Person(string name, string device = "orchard")
    {
        Name = name;
        Visit = new Visit($"{name}/{device}", Jid.Parse($"{name.ToUpperInvariant()}@verona.lit/{device}"), "gateway-1");
    }

    public string Name { get; }

    public Visit Visit { get; }

    public string FullJid => Visit.FullJid.ToString();

    public string BareJid => Visit.FullJid.Bare.ToString();

    /// <summary>Everything received, in order.</summary>
    public IReadOnlyList<Element> Received => received;

    public void Receive(Element stanza) => received.Add(stanza);

    public void Forget() => received.Clear();

    public IReadOnlyList<Element> From(string address) => [.. received.Where(stanza => stanza["from"] == address)];

    public override string ToString() => Name;
}
