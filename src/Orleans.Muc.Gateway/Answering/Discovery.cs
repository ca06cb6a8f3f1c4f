using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>What an address says of itself (XEP-0030 §3.1): its identity and its features.</summary>
internal readonly record struct Discoverable(string Category, string Type, string Name, string[] Features);

/// <summary>Answers of XEP-0030 (service discovery).</summary>
internal static class Discovery
{
    /// <summary>
    /// The answer of an address to a question of discovery, with what is found below it; null when the iq asks for something else. No address here has nodes
    /// (XEP-0030 §8: item-not-found).
    /// </summary>
    public static Stanza? Answer(Stanza iq, in Discoverable address, params ReadOnlySpan<Element> below)
    {
        if (iq.Type != "get")
            return null;
        if (iq.Payload.Element("query", Ns.DiscoInfo) is { } info)
            return AsksForNode(info) ? iq.Error(StanzaError.ItemNotFound()) : iq.Result(Info(address));
        if (iq.Payload.Element("query", Ns.DiscoItems) is { } items)
            return AsksForNode(items) ? iq.Error(StanzaError.ItemNotFound()) : iq.Result(Items(below));
        return null;
    }

    public static Element Item(Jid jid, string? name) => new Element("item", Ns.DiscoItems).With("jid", jid.ToString()).With("name", name);

    public static Element Items(params ReadOnlySpan<Element> items)
    {
        var query = new Element("query", Ns.DiscoItems);
        foreach (var item in items)
            query.Add(item);
        return query;
    }

    public static bool AsksForNode(Element query) => query["node"] is { Length: > 0 };

    private static Element Info(in Discoverable address)
    {
        var query = new Element("query", Ns.DiscoInfo);
        query.Add(new Element("identity", Ns.DiscoInfo).With("category", address.Category).With("type", address.Type).With("name", address.Name));
        foreach (var feature in address.Features)
            query.Add(new Element("feature", Ns.DiscoInfo).With("var", feature));
        return query;
    }
}
