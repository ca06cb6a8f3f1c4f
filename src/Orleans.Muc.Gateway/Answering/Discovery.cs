using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>Answers of XEP-0030 (service discovery).</summary>
internal static class Discovery
{
    public static Element Info(string? node, string category, string type, string name, ReadOnlySpan<string> features)
    {
        var query = new Element("query", Ns.DiscoInfo).With("node", node);
        query.Add(new Element("identity", Ns.DiscoInfo).With("category", category).With("type", type).With("name", name));
        foreach (var feature in features)
            query.Add(new Element("feature", Ns.DiscoInfo).With("var", feature));
        return query;
    }

    public static Element Item(Jid jid, string? name) => new Element("item", Ns.DiscoItems).With("jid", jid.ToString()).With("name", name);

    public static Element Items() => new("query", Ns.DiscoItems);

    /// <summary>No service here has nodes (XEP-0030 §8: item-not-found).</summary>
    public static bool AsksForNode(Element query) => query["node"] is { Length: > 0 };
}
