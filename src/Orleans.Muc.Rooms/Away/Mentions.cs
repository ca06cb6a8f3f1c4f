using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// Who is mentioned in a message without being there (XEP-0452 §3.2): affiliated users with a nickname reserved, which is how one opts in (XEP-0452 §2), by reference (XEP-0372 §3.2).
/// Decision: by their nickname in the text as well, since few clients send references.
/// </summary>
internal static class Mentions
{
    /// <summary>Users whom one message may reach outside the room.</summary>
    private const int Most = 20;

    /// <summary>References of one message that are looked at.</summary>
    private const int MostReferences = 100;

    private const string Scheme = "xmpp:";

    /// <summary>Has those who are mentioned in a message told of it: sent the message where the owners want it, and reached by other means where there are any.</summary>
    /// <param name="decision">That the message is spoken.</param>
    /// <param name="room">The room.</param>
    /// <param name="reflected">The message as the room passes it on.</param>
    /// <param name="message">The same, as it is logged.</param>
    public static Decision TellMentioned(this Decision decision, Room room, Stanza reflected, PastMessage message)
    {
        if (!room.Configuration.ForwardMentions && !room.Rules.NotifiesAway)
            return decision;
        return In(room, reflected.Payload) is { Length: > 0 } users ? decision.Say(turn => Tell(turn, users, reflected, message)) : decision;
    }

    private static void Tell(Turn turn, Jid[] users, Stanza reflected, PastMessage message)
    {
        if (turn.Room.Configuration.ForwardMentions)
        {
            var forwarded = ForwardingMentions.Of(turn.Room, message);
            foreach (var user in users)
                turn.Announce(new ToUser(user, forwarded with { To = user }));
        }

        if (turn.Room.Rules.NotifiesAway)
        {
            var body = reflected.Payload.Element("body", Ns.Client)!.Text;
            foreach (var user in users)
                turn.Announce(new Mentioned(user, message.Id, message.Nick, body));
        }
    }

    /// <summary>The bare JIDs of those who are to be told. None for a message without a text, one that takes another back, or one that is not to be kept (XEP-0334).</summary>
    private static Jid[] In(Room room, Payload payload)
    {
        if (room.Affiliations.Called.IsEmpty || payload.Element("body", Ns.Client)?.Text is not { Length: > 0 } body)
            return [];
        if (payload.Children.Any(child => child.Namespace == Ns.Retraction) || !Keeping.IsKept(payload))
            return [];
        return [.. Referenced(room, payload).Concat(room.Affiliations.Called.In(body)).Where(user => IsAway(room, user)).Distinct().Take(Most)];
    }

    /// <summary>The owner of a nickname may have lost what it takes to enter.</summary>
    private static bool IsAway(Room room, Jid user) => room.AffiliationOf(user) >= Affiliation.Member && room.Occupants.Of(user).Count == 0;

    private static IEnumerable<Jid> Referenced(Room room, Payload payload)
    {
        foreach (var child in payload.Children.Where(child => child is { Name: "reference", Namespace: Ns.References }).Take(MostReferences))
        {
            var reference = child.Parse();
            if (reference["type"] == "mention" && AddressIn(reference["uri"]) is { } address && HolderOf(room, address) is { } holder)
                yield return holder;
        }
    }

    /// <summary>XEP-0372 §3.2: the user's bare JID; in a room that hides it, others know the occupant JID only.</summary>
    private static Jid? HolderOf(Room room, Jid address)
    {
        if (address.Bare == room.Jid)
            return Nick.TryParse(address.Resourcepart, out var nick) ? room.Affiliations.HolderOf(nick) : null;
        return room.Affiliations.NickOf(address.Bare) is null ? null : address.Bare;
    }

    /// <summary>RFC 5122: the address of an XMPP URI, without query and fragment.</summary>
    private static Jid? AddressIn(string? uri)
    {
        if (uri is null || !uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var path = uri[Scheme.Length..].Split('?', '#')[0];
        return Jid.TryParse(Uri.UnescapeDataString(path), out var jid) ? jid : null;
    }
}
