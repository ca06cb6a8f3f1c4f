using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>An entry of a roster (RFC 6121 §2.1.2), by bare JID. Subscriptions don't exist yet, so every contact's is <c>none</c>.</summary>
public sealed record Contact(Jid Jid, string? Name, IReadOnlyList<string> Groups)
{
    public Element ToElement() =>
        new Element("item", Ns.Roster)
            .With("jid", Jid.ToString())
            .With("name", Name)
            .With("subscription", "none")
            .Add(Groups.Select(group => new Element("group", Ns.Roster).Add(group)));
}
