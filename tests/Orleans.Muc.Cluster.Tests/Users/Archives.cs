using System.Xml.Linq;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>What a client finds in an archive (XEP-0313).</summary>
/// <param name="Ids">The archive's ids, in the order of their coming.</param>
/// <param name="Stanzas">The messages that were archived.</param>
/// <param name="Fin">What ended them.</param>
internal sealed record Found(IReadOnlyList<string> Ids, IReadOnlyList<XElement> Stanzas, XElement Fin)
{
    private static readonly XNamespace Rsm = "http://jabber.org/protocol/rsm";

    public IReadOnlyList<string> Bodies => People.Bodies(Stanzas);

    public bool IsComplete => Fin.Attribute("complete")?.Value == "true";

    public string? First => Fin.Element(Rsm + "set")!.Element(Rsm + "first")?.Value;

    public string? Last => Fin.Element(Rsm + "set")!.Element(Rsm + "last")?.Value;

    public string? Count => Fin.Element(Rsm + "set")!.Element(Rsm + "count")?.Value;
}

/// <summary>Questions of clients to their archives.</summary>
internal static class Archives
{
    private static readonly XNamespace Mam = "urn:xmpp:mam:2";
    private static readonly XNamespace Forward = "urn:xmpp:forward:0";
    private static int asked;

    public static string Set(string children) => $"<set xmlns='http://jabber.org/protocol/rsm'>{children}</set>";

    public static string Form(string field, string value) =>
        $"<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field><field var='{field}'><value>{value}</value></field></x>";

    /// <summary>Everything else that comes meanwhile is passed over.</summary>
    public static async Task<Found> SearchAsync(this XmppClient who, string query = "", int seconds = 30)
    {
        var id = $"search-{Interlocked.Increment(ref asked)}";
        await who.SendAsync($"<iq type='set' id='{id}'><query xmlns='urn:xmpp:mam:2' queryid='{id}'>{query}</query></iq>");
        List<string> ids = [];
        List<XElement> stanzas = [];
        while (true)
        {
            var stanza = await who.ReceiveAsync(TimeSpan.FromSeconds(seconds)) ?? throw new TimeoutException($"{who.Settings.Name} got {ids.Count} results in {seconds} s and no end.");
            if (stanza.Name.LocalName == "iq" && stanza.Attribute("id")?.Value == id)
                return new Found(ids, stanzas, stanza.Element(Mam + "fin") ?? throw new InvalidOperationException(stanza.ToString()));
            if (stanza.Element(Mam + "result") is not { } result || result.Attribute("queryid")?.Value != id)
                continue;
            ids.Add(result.Attribute("id")!.Value);
            stanzas.Add(result.Element(Forward + "forwarded")!.Elements().Last());
        }
    }

    /// <summary>The ids that a stanza bears, by whom they were given.</summary>
    public static IReadOnlyList<(string By, string Id)> Marks(XElement stanza) =>
        [.. stanza.Elements(XName.Get("stanza-id", "urn:xmpp:sid:0")).Select(mark => (mark.Attribute("by")!.Value, mark.Attribute("id")!.Value))];
}
