using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Admin queries (XEP-0045 §17.4): lists by affiliation or by role, and deltas of either.</summary>
internal static class AdminIntake
{
    public static RoomRequest ReadList(Element query, Visit by)
    {
        if (query.ChildrenNamed("item", Ns.MucAdmin).ToList() is not [var item])
            return new Malformed(by, StanzaError.BadRequest());
        return (item["affiliation"], item["role"]) switch
        {
            ({ } name, null) when name.ToAffiliation() is { } affiliation => new ReadAffiliations(by, affiliation),
            (null, { } name) when name.ToRole() is { } role && role != Role.None => new ReadRoles(by, role),
            _ => new Malformed(by, StanzaError.BadRequest()),
        };
    }

    /// <summary>§17.4: an item with both a role and an affiliation is a bad request; so is a delta that mixes items of either kind.</summary>
    public static RoomRequest ReadDelta(Element query, Visit by)
    {
        var affiliations = ImmutableArray.CreateBuilder<AffiliationItem>();
        var roles = ImmutableArray.CreateBuilder<RoleItem>();
        foreach (var item in query.ChildrenNamed("item", Ns.MucAdmin))
        {
            var refusal = (item["affiliation"], item["role"]) switch
            {
                ({ } name, null) when name.ToAffiliation() is { } affiliation => Add(affiliations, item, affiliation),
                (null, { } name) when name.ToRole() is { } role => Add(roles, item, role),
                _ => StanzaError.BadRequest(),
            };
            if (refusal is not null)
                return new Malformed(by, refusal);
        }

        return (affiliations.Count, roles.Count) switch
        {
            ( > 0, 0) => new ChangeAffiliations(by, affiliations.ToImmutable()),
            (0, > 0) => new ChangeRoles(by, roles.ToImmutable()),
            _ => new Malformed(by, StanzaError.BadRequest()),
        };
    }

    /// <summary>§9.5: by JID; <c>nick</c> reserves, and empties the reservation when it is empty. An occupant may be named by nickname alone.</summary>
    private static StanzaError? Add(ImmutableArray<AffiliationItem>.Builder items, Element item, Affiliation affiliation)
    {
        Jid? jid = null;
        if (item["jid"] is { } address && !Jid.TryParse(address, out jid))
            return StanzaError.JidMalformed();
        var text = item["nick"];
        Nick? nick = null;
        if (!string.IsNullOrEmpty(text) && !Nick.TryParse(text, out nick))
            return StanzaError.JidMalformed();
        if (jid is null && nick is null)
            return StanzaError.BadRequest();
        items.Add(new AffiliationItem(jid?.Bare, affiliation, nick, text is { Length: 0 }, Reason(item)));
        return null;
    }

    /// <summary>§8.2: by nickname.</summary>
    private static StanzaError? Add(ImmutableArray<RoleItem>.Builder items, Element item, Role role)
    {
        if (item["nick"] is not { Length: > 0 } text)
            return StanzaError.BadRequest();
        if (!Nick.TryParse(text, out var nick))
            return StanzaError.ItemNotFound();
        items.Add(new RoleItem(nick, role, Reason(item)));
        return null;
    }

    private static string? Reason(Element item) => item.Child("reason", Ns.MucAdmin)?.Text is { Length: > 0 } reason ? reason : null;
}
