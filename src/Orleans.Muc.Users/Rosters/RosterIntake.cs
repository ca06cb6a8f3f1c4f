using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>From XML to <see cref="RosterRequest"/>.</summary>
public static class RosterIntake
{
    /// <summary>Reads an iq get or set; null when it is about something else.</summary>
    public static RosterRequest? Read(Stanza iq)
    {
        ArgumentNullException.ThrowIfNull(iq);
        if (iq is not { Kind: StanzaKind.Iq, Type: "get" or "set" } || iq.Payload.Element("query", Ns.Roster) is not { } query)
            return null;
        var items = query.ChildrenNamed("item", Ns.Roster).ToList();
        if (iq.Type == "get")
            return items.Count == 0 ? new GetRoster(query["ver"]) : Malformed(StanzaError.BadRequest("A roster get names no item."));
        // RFC 6121 §2.1.5: a roster set holds one and only one item.
        return items.Count == 1 ? ReadItem(items[0]) : Malformed(StanzaError.BadRequest("A roster set names exactly one item."));
    }

    private static RosterRequest ReadItem(Element item)
    {
        if (item["jid"] is not { } address)
            return Malformed(StanzaError.BadRequest("The item has no jid."));
        if (!Jid.TryParse(address, out var jid))
            return Malformed(StanzaError.JidMalformed());
        // RFC 6121 §2.1.2.5: of a client's subscription values only "remove" counts, the others are ignored.
        if (item["subscription"] == "remove")
            return new RemoveContact(jid.Bare);
        var groups = item.ChildrenNamed("group", Ns.Roster).Select(group => group.Text).ToList();
        var error = JudgeName(item["name"]) ?? JudgeGroups(groups);
        return error is null ? new SetContact(new Contact(jid.Bare, item["name"] is { Length: > 0 } name ? name : null, groups)) : Malformed(error);
    }

    // RFC 6121 §2.3.3: a name above the server's limit is not-acceptable.
    private static StanzaError? JudgeName(string? name) =>
        name is not null && Encoding.UTF8.GetByteCount(name) > RosterLimits.NameBytes ? StanzaError.NotAcceptable("This name is too long.") : null;

    // RFC 6121 §2.3.3: a group twice is a bad request; an empty, overlong or excessive one is not-acceptable.
    private static StanzaError? JudgeGroups(List<string> groups)
    {
        if (groups.Distinct(StringComparer.Ordinal).Count() != groups.Count)
            return StanzaError.BadRequest("A group is named twice.");
        if (groups.Any(string.IsNullOrWhiteSpace))
            return StanzaError.NotAcceptable("A group needs a name.");
        if (groups.Any(group => Encoding.UTF8.GetByteCount(group) > RosterLimits.GroupBytes))
            return StanzaError.NotAcceptable("The name of a group is too long.");
        return groups.Count > RosterLimits.Groups ? StanzaError.NotAcceptable("These are too many groups.") : null;
    }

    private static MalformedRosterRequest Malformed(StanzaError error) => new(error);
}
