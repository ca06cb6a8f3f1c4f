using System.Text;
using static Orleans.Muc.Xmpp.Tests.Archive.Asking;

namespace Orleans.Muc.Xmpp.Tests.Archive;

/// <summary>XEP-0313 §4.2, §4.3, §5: what an archive sends.</summary>
public sealed class ArchiveAnswerTests
{
    private static readonly Jid Archive = Jid.Parse("juliet@capulet.lit");
    private static readonly Jid Chamber = Jid.Parse("juliet@capulet.lit/chamber");

    private static readonly Stanza Iq = new(StanzaKind.Iq, Payload.Empty) { Type = "set", Id = "q1", From = Chamber, To = Archive };

    [Fact]
    public void Result_holds_the_stanza_as_it_was()
    {
        var stanza = new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add("Call me but love & I'll be new baptized"))) { From = Jid.Parse("romeo@montague.lit/orchard"), Type = "chat" };

        var sent = Sent(new ArchiveRequest { QueryId = "f'27" }, new ArchivedPage([Stored(Id(1278803305000), stanza)], true));

        var result = new Element("result", Ns.Mam).With("queryid", "f'27").With("id", Id(1278803305000).Value)
            .Add(new Element("forwarded", Ns.Forward)
                .Add(new Element("delay", Ns.Delay).With("stamp", "2010-07-10T23:08:25.000Z"))
                .Add(Element.Parse(Encoding.UTF8.GetBytes(stanza.ToString()))));
        Assert.Equal(new Element("message", Ns.Client).With("from", "juliet@capulet.lit").With("to", Chamber.ToString()).Add(result).ToString(), sent[0].ToString());
    }

    [Fact]
    public void Results_come_oldest_first_and_fin_last()
    {
        var sent = Sent(new ArchiveRequest(), Page(true, null, 1000, 2000, 3000));

        Assert.Equal([Id(1000).Value, Id(2000).Value, Id(3000).Value], Ids(sent));
        Assert.Equal(
            $"<iq from='juliet@capulet.lit' id='q1' type='result' to='{Chamber}'><fin xmlns='{Ns.Mam}' complete='true'><set xmlns='{Ns.Rsm}'>"
            + $"<first index='0'>{Id(1000)}</first><last>{Id(3000)}</last></set></fin></iq>",
            sent[^1].ToString());
    }

    [Fact]
    public void Flipped_page_is_sent_newest_first_and_says_the_same()
    {
        var request = new ArchiveRequest();
        var page = Page(true, 3, 1000, 2000, 3000);

        Assert.Equal(Ids(Sent(request, page)).Reverse(), Ids(Sent(request with { Flipped = true }, page)));
        Assert.Equal(Fin(request, page).ToString(), Fin(request with { Flipped = true }, page).ToString());
    }

    [Fact]
    public void Fin_of_a_page_that_is_not_the_last_is_not_complete() => Assert.Null(Fin(new ArchiveRequest(), Page(false, 9, 1000))["complete"]);

    [Fact]
    public void Fin_has_a_set_also_when_nothing_was_found()
    {
        Assert.Equal($"<fin xmlns='{Ns.Mam}' complete='true'><set xmlns='{Ns.Rsm}'><count>0</count></set></fin>", Fin(new ArchiveRequest(), Page(true, 0)).ToString());
        Assert.Equal($"<fin xmlns='{Ns.Mam}' complete='true'><set xmlns='{Ns.Rsm}'/></fin>", Fin(new ArchiveRequest(), Page(true, null)).ToString());
    }

    [Theory]
    [InlineData(false, false, true, 2, "0", "2")]
    [InlineData(false, false, false, 9, "0", "9")]
    [InlineData(true, false, false, 9, "7", "9")]
    [InlineData(true, false, false, null, null, null)]
    [InlineData(true, false, true, null, "0", null)]
    [InlineData(true, true, true, 2, "0", null)]
    [InlineData(true, true, false, 9, null, null)]
    [InlineData(false, true, false, 9, null, null)]
    public void Index_and_count_are_told_when_they_are_known(bool fromEnd, bool isFurther, bool isComplete, int? total, string? index, string? count)
    {
        var set = Fin(new ArchiveRequest { FromEnd = fromEnd, IsFurtherPage = isFurther }, Page(isComplete, total, 1000, 2000)).Child("set", Ns.Rsm)!;

        Assert.Equal((index, count), (set.Child("first", Ns.Rsm)!["index"], set.Child("count", Ns.Rsm)?.Text));
    }

    [Fact]
    public void Who_asks_how_much_there_is_gets_the_count_alone()
    {
        var request = new ArchiveRequest { Items = 0 };

        Assert.Single(Sent(request, Page(false, 9, 1000)));
        Assert.Equal($"<fin xmlns='{Ns.Mam}'><set xmlns='{Ns.Rsm}'><count>9</count></set></fin>", Fin(request, Page(true, 9, 1000)).ToString());
        Assert.Equal($"<fin xmlns='{Ns.Mam}' complete='true'><set xmlns='{Ns.Rsm}'><count>0</count></set></fin>", Fin(request, Page(true, 0)).ToString());
    }

    [Fact]
    public void Metadata_name_both_ends()
    {
        Assert.Equal($"<metadata xmlns='{Ns.Mam}'/>", ArchiveAnswer.Metadata(null).ToString());
        Assert.Equal(
            $"<metadata xmlns='{Ns.Mam}'><start id='{Id(0)}' timestamp='1970-01-01T00:00:00.000Z'/><end id='{Id(1500)}' timestamp='1970-01-01T00:00:01.500Z'/></metadata>",
            ArchiveAnswer.Metadata((Id(0), Id(1500))).ToString());
    }

    [Fact]
    public void Form_names_the_fields_that_can_be_used()
    {
        var fields = DataForm.From(ArchiveForm.Query(Everything).Child("x", Ns.DataForms))!.Fields;

        Assert.Equal(
            [("FORM_TYPE", "hidden"), ("with", "jid-single"), ("start", "text-single"), ("end", "text-single"), ("before-id", "text-single"),
                ("after-id", "text-single"), ("ids", "list-multi"), ("include-groupchat", "boolean"), ("{urn:xmpp:fulltext:0}fulltext", "text-single")],
            fields.Select(field => (field.Var, field.Type!)));
        Assert.DoesNotContain(fields, field => field.Required);
        Assert.Equal(7, DataForm.From(ArchiveForm.Query(new ArchiveFields()).Child("x", Ns.DataForms))!.Fields.Count);
        Assert.Contains("<validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:string'><open/></validate>", ArchiveForm.Query(Everything).ToString(), StringComparison.Ordinal);
    }

    private static ArchivedStanza Stored(StanzaId id, Stanza stanza)
    {
        var encoded = stanza.Encode();
        return new ArchivedStanza(id, encoded.Head, encoded.Tail);
    }

    private static ArchivedPage Page(bool isComplete, int? total, params long[] times) =>
        new([.. times.Select(time => Stored(Id(time), new Stanza(StanzaKind.Message, Payload.Empty)))], isComplete, total);

    private static List<Element> Sent(ArchiveRequest request, ArchivedPage page) => [.. ArchiveAnswer.Of(Iq, Archive, request, page).Select(Whole)];

    private static Element Fin(ArchiveRequest request, ArchivedPage page) => Sent(request, page)[^1].Child("fin", Ns.Mam)!;

    private static string[] Ids(List<Element> sent) => [.. sent.Select(stanza => stanza.Child("result", Ns.Mam)?["id"]).OfType<string>()];

    private static Element Whole(EncodedStanza stanza)
    {
        var to = XmlText.EscapeUtf8(Chamber.ToString());
        var bytes = new byte[stanza.LengthTo(to.Length)];
        stanza.CopyTo(bytes, to);
        return Element.Parse(bytes);
    }
}
