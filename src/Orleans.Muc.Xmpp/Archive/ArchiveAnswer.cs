using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>A stored stanza: its head and tail make the whole of it, a <c>to</c> included when it has one.</summary>
public readonly record struct ArchivedStanza(StanzaId Id, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Tail);

/// <summary>What an archive found for a request, oldest first.</summary>
/// <param name="Items">The page.</param>
/// <param name="IsComplete">Nothing more matches in the direction of reading.</param>
/// <param name="Total">All that matches the request; null when nobody has counted.</param>
public sealed record ArchivedPage(IReadOnlyList<ArchivedStanza> Items, bool IsComplete, int? Total = null);

/// <summary>The stanzas with which an archive answers (XEP-0313 §4.2, §4.3, §5).</summary>
public static class ArchiveAnswer
{
    private static readonly byte[] Forwarded = Encoding.ASCII.GetBytes($"<forwarded xmlns='{Ns.Forward}'><delay xmlns='{Ns.Delay}' stamp='");
    private static readonly byte[] End = "</forwarded></result></message>"u8.ToArray();

    /// <summary>The results, in the order in which they are to be sent, and behind them the iq result.</summary>
    /// <param name="iq">The query; its sender gets them.</param>
    /// <param name="archive">Whose archive it is: results come from there (§8.2).</param>
    /// <param name="request">What was read of the query.</param>
    /// <param name="page">What it found.</param>
    public static IReadOnlyList<EncodedStanza> Of(Stanza iq, Jid archive, ArchiveRequest request, ArchivedPage page)
    {
        ArgumentNullException.ThrowIfNull(iq);
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(page);
        var shown = Shown(request, page);
        var (head, opening) = (Head(archive), Opening(request.QueryId));
        var stanzas = new List<EncodedStanza>(shown.Items.Count + 1);
        foreach (var item in request.Flipped ? shown.Items.Reverse() : shown.Items)
            stanzas.Add(new EncodedStanza(head, Result(opening, item)));
        stanzas.Add(iq.Result(Fin(request, shown)).Encode());
        return stanzas;
    }

    /// <summary>What an archive holds at its ends (§5); null: nothing.</summary>
    public static Element Metadata((StanzaId Oldest, StanzaId Newest)? ends)
    {
        var metadata = new Element("metadata", Ns.Mam);
        return ends is var (oldest, newest) ? metadata.Add(EndOf("start", oldest)).Add(EndOf("end", newest)) : metadata;
    }

    // XEP-0059 §2.7: who asks how much there is gets none of it.
    private static ArchivedPage Shown(ArchiveRequest request, ArchivedPage page) =>
        request.Items > 0 ? page : page with { Items = [], IsComplete = page.Items.Count == 0 && page.IsComplete };

    // Decision: first and last are in the order of time also when the page is flipped, because flipping changes nothing but the sending (§4.3.4), and
    // whoever turns the page asks for what is after the last.
    private static Element Fin(ArchiveRequest request, ArchivedPage page)
    {
        var set = new Element("set", Ns.Rsm);
        // The size of the whole result set, which a further page does not know.
        var total = request.IsFurtherPage ? null : page.Total;
        if (page.Items.Count > 0)
            set.Add(new Element("first", Ns.Rsm).With("index", Number(IndexOf(request, page, total))).Add(page.Items[0].Id.Value))
                .Add("last", page.Items[^1].Id.Value);
        if (total is not null)
            set.Add("count", Number(total));
        return new Element("fin", Ns.Mam).With("complete", page.IsComplete ? "true" : null).Add(set);
    }

    private static int? IndexOf(ArchiveRequest request, ArchivedPage page, int? total)
    {
        if (request.FromEnd)
            return page.IsComplete ? 0 : total - page.Items.Count;
        return request.IsFurtherPage ? null : 0;
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static byte[] Head(Jid archive)
    {
        var writer = new ArrayBufferWriter<byte>(96);
        writer.Write("<message xmlns='jabber:client'"u8);
        XmlText.WriteAttribute(writer, "from", archive.ToString());
        return writer.WrittenSpan.ToArray();
    }

    private static byte[] Opening(string? queryId)
    {
        var writer = new ArrayBufferWriter<byte>(96);
        writer.Write("><result xmlns='urn:xmpp:mam:2'"u8);
        if (queryId is not null)
            XmlText.WriteAttribute(writer, "queryid", queryId);
        writer.Write(" id='"u8);
        return writer.WrittenSpan.ToArray();
    }

    private static byte[] Result(byte[] opening, in ArchivedStanza item)
    {
        byte[] id = Encoding.ASCII.GetBytes(item.Id.Value);
        byte[] stamp = Encoding.ASCII.GetBytes(XmppTime.Write(item.Id.At));
        return [.. opening, .. id, .. "'>"u8, .. Forwarded, .. stamp, .. "'/>"u8, .. item.Head.Span, .. item.Tail.Span, .. End];
    }

    private static Element EndOf(string name, StanzaId id) =>
        new Element(name, Ns.Mam).With("id", id.Value).With("timestamp", XmppTime.Write(id.At));
}
