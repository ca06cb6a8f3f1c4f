namespace Orleans.Muc.Xmpp;

/// <summary>The fields that a query may have (XEP-0313 §4.1.5).</summary>
public static class ArchiveForm
{
    /// <summary>XEP-0431 §3.1.</summary>
    internal const string FullText = "{" + Ns.FullText + "}fulltext";

    /// <summary>The answer to an iq get with an empty <c>query</c>.</summary>
    public static Element Query(ArchiveFields offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        var x = new DataForm("form", Ns.Mam)
        {
            Fields =
            {
                new FormField("with", "jid-single"),
                new FormField("start", "text-single"),
                new FormField("end", "text-single"),
                new FormField("before-id", "text-single"),
                new FormField("after-id", "text-single"),
            },
        }.ToElement();
        x.Add(Ids());
        if (offered.Groupchat)
            x.Add(Field("include-groupchat", "boolean"));
        if (offered.FullText)
            x.Add(Field(FullText, "text-single"));
        return new Element("query", Ns.Mam).Add(x);
    }

    // §4.1.5: any value may be chosen, and none is offered.
    private static Element Ids() => Field("ids", "list-multi")
        .Add(new Element("validate", Ns.FormValidation).With("datatype", "xs:string").Add(new Element("open", Ns.FormValidation)));

    private static Element Field(string var, string type) => new Element("field", Ns.DataForms).With("type", type).With("var", var);
}
