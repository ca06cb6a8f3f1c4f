using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Queries to a room and to its occupants (XEP-0045 §17.4).</summary>
internal static class QueryIntake
{
    public static RoomRequest Read(Stanza stanza, Visit by)
    {
        // RFC 6120 §8.2.3: a request is get or set, and has exactly one child.
        if (stanza.Type is not ("get" or "set") || stanza.Payload.Children is not [var child])
            return new Malformed(by, StanzaError.BadRequest());
        if (stanza.To!.Resourcepart is { } resource)
            return ReadToOccupant(resource, child, by);
        return (stanza.Type, child.Name, child.Namespace) switch
        {
            ("get", "query", Ns.DiscoInfo) => new Discover(by, false, child.Parse()["node"]),
            ("get", "query", Ns.DiscoItems) => ReadItems(child.Parse(), by),
            ("get", "ping", Ns.Ping) => new Ping(by, null),
            ("get", "query", Ns.MucOwner) => new ReadConfiguration(by),
            ("set", "query", Ns.MucOwner) => OwnerIntake.Read(child.Parse(), by),
            ("get", "query", Ns.MucAdmin) => AdminIntake.ReadList(child.Parse(), by),
            ("set", "query", Ns.MucAdmin) => AdminIntake.ReadDelta(child.Parse(), by),
            ("set", "moderate", Ns.Moderation) => ModerationIntake.Read(child.Parse(), by),
            ("set", "command", Ns.Commands) => CommandIntake.Read(child.Parse(), stanza, by),
            ("get", "query", Ns.Register) => new ReadRegistration(by),
            ("set", "query", Ns.Register) => RegistrationIntake.Read(child.Parse(), by),
            ("set", "query", Ns.Mam) => new QueryArchive(by, child.Parse()),
            ("get", "query", Ns.Mam) => new ReadArchiveForm(by),
            ("get", "metadata", Ns.Mam) => new ReadArchiveEnds(by),
            ("get", "vCard", Ns.VCard) => new ReadCard(by),
            ("set", "vCard", Ns.VCard) => new PublishCard(by),
            _ => new Malformed(by, StanzaError.ServiceUnavailable()),
        };
    }

    private static RoomRequest ReadItems(Element query, Visit by) =>
        PageRequest.TryRead(query, out var page) ? new Discover(by, true, query["node"]) { Page = page } : new Malformed(by, StanzaError.BadRequest());

    private static RoomRequest ReadToOccupant(string resource, PayloadChild child, Visit by)
    {
        if (!Nick.TryParse(resource, out var nick))
            return new Malformed(by, StanzaError.ItemNotFound());
        return child is { Name: "ping", Namespace: Ns.Ping }
            ? new Ping(by, nick)
            : new OccupantQuery(by, nick, child.Namespace is Ns.DiscoInfo or Ns.DiscoItems);
    }
}

/// <summary>Queries of owners (XEP-0045 §10.1, §10.2, §10.9).</summary>
internal static class OwnerIntake
{
    public static RoomRequest Read(Element query, Visit by)
    {
        if (query.Child("destroy", Ns.MucOwner) is { } destroy)
            return ReadDestroy(destroy, by);
        if (DataForm.From(query.Child("x", Ns.DataForms)) is not { } form)
            return new Malformed(by, StanzaError.BadRequest());
        return form.Type switch
        {
            "submit" => new Configure(by, form),
            "cancel" => new CancelConfiguration(by),
            _ => new Malformed(by, StanzaError.BadRequest()),
        };
    }

    private static RoomRequest ReadDestroy(Element destroy, Visit by)
    {
        Jid? alternate = null;
        if (destroy["jid"] is { } text && !Jid.TryParse(text, out alternate))
            return new Malformed(by, StanzaError.JidMalformed());
        return new Destroy(by, destroy.Child("reason", Ns.MucOwner)?.Text, alternate, destroy.Child("password", Ns.MucOwner)?.Text);
    }
}

/// <summary>Moderation of messages (XEP-0425 §4).</summary>
internal static class ModerationIntake
{
    public static RoomRequest Read(Element moderate, Visit by)
    {
        // Other actions than retraction are left to later specifications.
        if (moderate.Child("retract", Ns.Retraction) is null)
            return new Malformed(by, moderate.Children.Any() ? StanzaError.FeatureNotImplemented() : StanzaError.BadRequest());
        if (moderate["id"] is not { Length: > 0 } text)
            return new Malformed(by, StanzaError.BadRequest());
        return StanzaId.TryParse(text, out var message)
            ? new Moderate(by, message, moderate.Child("reason", Ns.Moderation)?.Text is { Length: > 0 } reason ? reason : null)
            : new Malformed(by, StanzaError.ItemNotFound());
    }
}

/// <summary>Queries about registration (XEP-0045 §7.10, XEP-0077).</summary>
internal static class RegistrationIntake
{
    public static RoomRequest Read(Element query, Visit by)
    {
        if (query.Child("remove", Ns.Register) is not null)
            return new Unregister(by);

        // §7.10: without a valid form, bad-request.
        var form = DataForm.From(query.Child("x", Ns.DataForms));
        if (form is { Type: "cancel" })
            return new Register(by, null);
        return form is { Type: "submit", FormType: null or Ns.MucRegister } && Nick.TryParse(form[Registering.NickField]?.Value, out var nick)
            ? new Register(by, nick)
            : new Malformed(by, StanzaError.BadRequest());
    }
}
