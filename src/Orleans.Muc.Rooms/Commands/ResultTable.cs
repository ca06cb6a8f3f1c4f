using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Several results in one form (XEP-0004 §3.4).</summary>
internal static class ResultTable
{
    /// <param name="title">For people.</param>
    /// <param name="vars">The columns.</param>
    /// <param name="rows">A value for each column; null where there is none.</param>
    public static Element Of(string title, string[] vars, IEnumerable<string?[]> rows)
    {
        var reported = new Element("reported", Ns.DataForms).Add(vars.Select(Field));
        var table = new Element("x", Ns.DataForms).With("type", "result").Add("title", title).Add(reported);
        foreach (var row in rows)
            table.Add(new Element("item", Ns.DataForms).Add(vars.Zip(row, (name, value) => value is null ? Field(name) : Field(name).Add("value", value))));
        return table;
    }

    private static Element Field(string name) => new Element("field", Ns.DataForms).With("var", name);
}
