using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>A change of a roster and the version that it leads to.</summary>
public abstract record RosterEvent(long Version)
{
    /// <summary>What a roster push says of it (RFC 6121 §2.1.6), with the new version (§2.6.3).</summary>
    public Element ToPush() =>
        new Element("query", Ns.Roster).With("ver", Version.ToString(CultureInfo.InvariantCulture)).Add(ToItem());

    private protected abstract Element ToItem();
}

public sealed record ContactSet(long Version, Contact Contact) : RosterEvent(Version)
{
    private protected override Element ToItem() => Contact.ToElement();
}

public sealed record ContactRemoved(long Version, Jid Jid) : RosterEvent(Version)
{
    private protected override Element ToItem() => new Element("item", Ns.Roster).With("jid", Jid.ToString()).With("subscription", "remove");
}
