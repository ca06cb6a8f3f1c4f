namespace Orleans.Muc.Xmpp;

/// <summary>The form of a query (XEP-0313 §4.1), field by field. A field without a value, or with an empty one, filters nothing.</summary>
internal sealed class ArchiveFilter(ArchiveFields offered)
{
    private readonly HashSet<string> seen = [];

    public ArchiveRequest Request { get; private set; } = new();

    /// <summary>What is wrong with the form; null when all of it was understood.</summary>
    public StanzaError? Error { get; private set; }

    public bool TryRead(Element x)
    {
        if (DataForm.From(x) is not { Type: "submit", FormType: Ns.Mam } form)
            return Refuse(StanzaError.BadRequest("The form is not a submitted one of this protocol."));
        foreach (var field in form.Fields)
            if (!Read(field))
                return false;
        return true;
    }

    private bool Read(FormField field)
    {
        if (!seen.Add(field.Var))
            return Refuse(StanzaError.BadRequest("A field stands in the form twice."));
        if (field.Var == "ids")
            return ReadIds(field.Values);
        if (field.Values.Count > 1)
            return Refuse(StanzaError.BadRequest("A field has more values than one."));
        var value = field.Value?.Trim() is { Length: > 0 } text ? text : null;
        return field.Var switch
        {
            "FORM_TYPE" => true,
            "with" => value is null || ReadWith(value),
            "start" => value is null || ReadStart(value),
            "end" => value is null || ReadEnd(value),
            "after-id" => value is null || ReadAfter(value),
            "before-id" => value is null || ReadBefore(value),
            "include-groupchat" when offered.Groupchat => value is null || ReadGroupchat(field),
            ArchiveForm.FullText when offered.FullText => value is null || ReadText(value),
            // §4.1.5: of what is not recognised the client is told.
            _ => Refuse(StanzaError.FeatureNotImplemented("The form has a field that this archive does not know.")),
        };
    }

    private bool ReadWith(string value) =>
        Jid.TryParse(value, out var with) ? Keep(Request with { With = with }) : Refuse(StanzaError.JidMalformed());

    private bool ReadStart(string value) => XmppTime.TryParse(value, out var time)
        ? Keep(ArchiveBounds.Behind(Request, ArchiveBounds.From(time)))
        : Refuse(StanzaError.BadRequest("The start is no date and time."));

    private bool ReadEnd(string value) => XmppTime.TryParse(value, out var time)
        ? Keep(ArchiveBounds.InFront(Request, ArchiveBounds.Until(time)))
        : Refuse(StanzaError.BadRequest("The end is no date and time."));

    private bool ReadAfter(string value) => StanzaId.TryParse(value, out var id)
        ? Keep(ArchiveBounds.Behind(Request, id) with { Named = [.. Request.Named, id] })
        : Refuse(StanzaError.ItemNotFound());

    private bool ReadBefore(string value) => StanzaId.TryParse(value, out var id)
        ? Keep(ArchiveBounds.InFront(Request, id) with { Named = [.. Request.Named, id] })
        : Refuse(StanzaError.ItemNotFound());

    private bool ReadText(string value) => value.Length <= ArchiveRequest.MostTextCharacters
        ? Keep(Request with { Text = value })
        : Refuse(StanzaError.PolicyViolation("This is too long a text to search for."));

    private bool ReadGroupchat(FormField field) => field.AsBoolean is { } wanted
        ? Keep(Request with { IncludeGroupchat = wanted })
        : Refuse(StanzaError.BadRequest("include-groupchat is true or false."));

    private bool ReadIds(List<string> values)
    {
        if (values.TrueForAll(string.IsNullOrWhiteSpace))
            return true;
        if (values.Count > ArchiveRequest.MostIds)
            return Refuse(StanzaError.PolicyViolation("These are too many ids for one query."));
        var ids = new SortedSet<StanzaId>();
        foreach (var value in values)
            if (StanzaId.TryParse(value.Trim(), out var id))
                ids.Add(id);
            else
                return Refuse(StanzaError.ItemNotFound());
        return Keep(Request with { Ids = [.. ids], Named = [.. Request.Named, .. ids] });
    }

    private bool Keep(ArchiveRequest request)
    {
        Request = request;
        return true;
    }

    private bool Refuse(StanzaError error)
    {
        Error = error;
        return false;
    }
}
