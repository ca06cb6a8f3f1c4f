namespace Orleans.Muc.Xmpp;

/// <summary>A data form (XEP-0004), read from and written to <c>jabber:x:data</c>. Tables of results (reported, item) are not part of it.</summary>
public sealed class DataForm
{
    private const string FormTypeVar = "FORM_TYPE";

    public DataForm()
    {
    }

    /// <param name="type">form, submit, cancel or result.</param>
    /// <param name="formType">Value of the hidden FORM_TYPE field (XEP-0068); null leaves the field out.</param>
    public DataForm(string type, string? formType = null)
    {
        Type = type;
        if (formType is not null)
            Fields.Add(new FormField(FormTypeVar, type == "submit" ? null : "hidden", formType));
    }

    /// <summary>form, submit, cancel or result (XEP-0004 §3.1).</summary>
    public string Type { get; set; } = "form";

    public string? Title { get; set; }

    /// <summary>Several instructions are joined by line breaks.</summary>
    public string? Instructions { get; set; }

    public List<FormField> Fields { get; init; } = [];

    /// <summary>The value of FORM_TYPE (XEP-0068), null without one.</summary>
    public string? FormType => this[FormTypeVar]?.Value;

    /// <summary>The first field of that name.</summary>
    public FormField? this[string var] => Fields.Find(field => field.Var == var);

    /// <summary>Reads a form; null when <paramref name="x"/> is null, not a form, or of no known type.</summary>
    public static DataForm? From(Element? x)
    {
        if (x is not { Name: "x", Namespace: Ns.DataForms } || x["type"] is not ("form" or "submit" or "cancel" or "result"))
            return null;
        var form = new DataForm { Type = x["type"]!, Title = x.Child("title", Ns.DataForms)?.Text };
        var instructions = x.ChildrenNamed("instructions", Ns.DataForms).Select(line => line.Text).ToList();
        if (instructions.Count > 0)
            form.Instructions = string.Join('\n', instructions);
        form.Fields.AddRange(x.ChildrenNamed("field", Ns.DataForms).Select(FormField.From));
        return form;
    }

    public Element ToElement()
    {
        var x = new Element("x", Ns.DataForms).With("type", Type);
        if (Title is not null)
            x.Add("title", Title);
        if (Instructions is not null)
            x.Add("instructions", Instructions);
        return x.Add(Fields.Select(field => field.ToElement()));
    }
}
