using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>
/// The contacts of an account (RFC 6121 §2). Its version grows by one with every change and is what clients see as <c>ver</c>
/// (§2.6). <see cref="Decide"/> changes nothing; <see cref="Apply"/> is the only mutation.
/// </summary>
public sealed class Roster
{
    private readonly SortedDictionary<Jid, Contact> contacts = [];

    public Roster()
    {
    }

    public Roster(long version, IEnumerable<Contact> contacts)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        Version = version;
        foreach (var contact in contacts)
            this.contacts[contact.Jid] = contact;
    }

    public long Version { get; private set; }

    /// <summary>In ordinal order of their JIDs.</summary>
    public IReadOnlyCollection<Contact> Contacts => contacts.Values;

    public bool Has(Jid contact) => contacts.ContainsKey(contact);

    public RosterDecision Decide(RosterRequest request) => request switch
    {
        GetRoster get => new RosterDecision.Shown(Show(get.Version)),
        SetContact set => DecideSet(set),
        RemoveContact remove => DecideRemove(remove),
        MalformedRosterRequest malformed => new RosterDecision.Refused(malformed.Error),
        _ => new RosterDecision.Refused(StanzaError.FeatureNotImplemented()),
    };

    public void Apply(RosterEvent change)
    {
        switch (change)
        {
            case ContactSet set:
                contacts[set.Contact.Jid] = set.Contact;
                break;
            case ContactRemoved removed:
                contacts.Remove(removed.Jid);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change));
        }

        Version = change.Version;
    }

    private RosterDecision DecideSet(SetContact set)
    {
        if (!contacts.ContainsKey(set.Contact.Jid) && contacts.Count >= RosterLimits.Contacts)
            return new RosterDecision.Refused(StanzaError.ResourceConstraint("The roster is full."));
        return new RosterDecision.Changed(new ContactSet(Version + 1, set.Contact));
    }

    // RFC 6121 §2.5.3: who isn't in the roster can't be removed from it.
    private RosterDecision DecideRemove(RemoveContact remove) => contacts.ContainsKey(remove.Jid)
        ? new RosterDecision.Changed(new ContactRemoved(Version + 1, remove.Jid))
        : new RosterDecision.Refused(StanzaError.ItemNotFound());

    // RFC 6121 §2.6.3: only a client that speaks of versions is told one.
    private Element? Show(string? known)
    {
        var version = Version.ToString(CultureInfo.InvariantCulture);
        if (known == version)
            return null;
        return new Element("query", Ns.Roster)
            .With("ver", known is null ? null : version)
            .Add(contacts.Values.Select(contact => contact.ToElement()));
    }
}
