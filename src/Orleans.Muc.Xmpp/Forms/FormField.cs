using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>One field of a data form (XEP-0004 §3.2).</summary>
public sealed class FormField
{
    public FormField()
    {
    }

    public FormField(string var, string? type = null, params IEnumerable<string> values)
    {
        Var = var;
        Type = type;
        Values.AddRange(values);
    }

    /// <summary>The name; "" for a fixed field that has none.</summary>
    public string Var { get; set; } = "";

    /// <summary>Such as <c>text-single</c>, <c>list-multi</c>, <c>boolean</c>; null in a submission that left it out.</summary>
    public string? Type { get; set; }

    public string? Label { get; set; }

    /// <summary>A sentence explaining the field.</summary>
    public string? Description { get; set; }

    public bool Required { get; set; }

    /// <summary>The smallest value of a whole number (XEP-0122 §3.2.3), told to whoever fills the form in; null leaves it out.</summary>
    public int? Least { get; set; }

    public List<string> Values { get; init; } = [];

    public List<(string Label, string Value)> Options { get; init; } = [];

    /// <summary>The first value, null when there is none. Setting replaces all values; null clears them.</summary>
    public string? Value
    {
        get => Values.Count > 0 ? Values[0] : null;
        set
        {
            Values.Clear();
            if (value is not null)
                Values.Add(value);
        }
    }

    /// <summary>The value of a boolean (XEP-0004 §3.3: <c>1</c>, <c>true</c>, <c>0</c>, <c>false</c>); null when it is none of these.</summary>
    public bool? AsBoolean => Value switch
    {
        "1" or "true" => true,
        "0" or "false" => false,
        _ => null,
    };

    internal static FormField From(Element field)
    {
        var read = new FormField
        {
            Var = field["var"] ?? "",
            Type = field["type"],
            Label = field["label"],
            Description = field.Child("desc", Ns.DataForms)?.Text,
            Required = field.Child("required", Ns.DataForms) is not null,
        };
        foreach (var value in field.ChildrenNamed("value", Ns.DataForms))
            read.Values.Add(value.Text);
        foreach (var option in field.ChildrenNamed("option", Ns.DataForms))
        {
            var value = option.Child("value", Ns.DataForms)?.Text ?? "";
            read.Options.Add((option["label"] ?? value, value));
        }

        return read;
    }

    internal Element ToElement()
    {
        var field = new Element("field", Ns.DataForms).With("type", Type).With("var", Var.Length == 0 ? null : Var).With("label", Label);
        if (Description is not null)
            field.Add("desc", Description);
        if (Required)
            field.Add("required", null);
        if (Least is { } least)
            field.Add(new Element("validate", Ns.FormValidation).With("datatype", "xs:integer")
                .Add(new Element("range", Ns.FormValidation).With("min", least.ToString(CultureInfo.InvariantCulture))));
        foreach (var value in Values)
            field.Add("value", value);
        foreach (var (label, value) in Options)
            field.Add(new Element("option", Ns.DataForms).With("label", label).Add("value", value));
        return field;
    }
}
