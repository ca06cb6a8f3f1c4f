using static Orleans.Muc.Xmpp.Tests.Archive.Asking;

namespace Orleans.Muc.Xmpp.Tests.Archive;

/// <summary>XEP-0313 §4.1 and §4.3: what a query says, and what is no query.</summary>
public sealed class ArchiveIntakeTests
{
    private static readonly StanzaId First = Id(1000);
    private static readonly StanzaId Second = Id(2000);

    [Fact]
    public void Query_of_nothing_asks_for_the_first_page_of_everything()
    {
        Assert.Equal(new ArchiveRequest(), Read(Query()));
        Assert.Equal(50, Read(Query()).Items);
    }

    [Fact]
    public void Fields_are_read()
    {
        var request = Read(
            Query(
                Form(
                    Field("with", "juliet@capulet.lit/balcony"),
                    Field("after-id", First.Value),
                    Field("before-id", Second.Value),
                    Field("include-groupchat", "0"),
                    Field("{urn:xmpp:fulltext:0}fulltext", " wherefore art thou ")) + "<flip-page/>",
                "queryid='f27'"));

        Assert.Equal("f27", request.QueryId);
        Assert.Equal(Jid.Parse("juliet@capulet.lit/balcony"), request.With);
        Assert.Equal((First, Second), (request.After, request.Before));
        Assert.Equal([First, Second], request.Named);
        Assert.False(request.IncludeGroupchat);
        Assert.Equal("wherefore art thou", request.Text);
        Assert.True(request.Flipped);
        Assert.False(request.FromEnd || request.IsFurtherPage);
    }

    [Fact]
    public void Ids_are_named_each_once_and_in_order()
    {
        var request = Read(Field("ids", Second.Value, First.Value, Second.Value));

        Assert.Equal([First, Second], request.Ids!);
        Assert.Equal([First, Second], request.Named);
    }

    [Theory]
    [InlineData("with")]
    [InlineData("start")]
    [InlineData("end")]
    [InlineData("after-id")]
    [InlineData("before-id")]
    [InlineData("ids")]
    [InlineData("include-groupchat")]
    [InlineData("{urn:xmpp:fulltext:0}fulltext")]
    public void Field_that_is_left_empty_filters_nothing(string var)
    {
        Assert.Equal(new ArchiveRequest(), Read(Field(var)));
        Assert.Equal(new ArchiveRequest(), Read(Field(var, "")));
    }

    [Theory]
    [InlineData("with", "@", StanzaErrorCondition.JidMalformed)]
    [InlineData("start", "monday", StanzaErrorCondition.BadRequest)]
    [InlineData("end", "2010-06-07", StanzaErrorCondition.BadRequest)]
    [InlineData("after-id", "28482-98726-73623", StanzaErrorCondition.ItemNotFound)]
    [InlineData("before-id", "1", StanzaErrorCondition.ItemNotFound)]
    [InlineData("ids", "1", StanzaErrorCondition.ItemNotFound)]
    [InlineData("include-groupchat", "perhaps", StanzaErrorCondition.BadRequest)]
    [InlineData("mood", "lonely", StanzaErrorCondition.FeatureNotImplemented)]
    [InlineData("", "lonely", StanzaErrorCondition.FeatureNotImplemented)]
    public void Value_that_makes_no_sense_is_refused(string var, string value, StanzaErrorCondition expected) =>
        Assert.Equal(expected, Refused(Query(Form(Field(var, value)))));

    /// <summary>Decision: XEP-0431 names no bound; a search costs by its words.</summary>
    [Fact]
    public void Text_to_be_found_is_not_longer_than_its_bound()
    {
        var longest = new string('o', ArchiveRequest.MostTextCharacters);

        Assert.Equal(longest, Read(Field("{urn:xmpp:fulltext:0}fulltext", $" {longest} ")).Text);
        Assert.Equal(StanzaErrorCondition.PolicyViolation, Refused(Query(Form(Field("{urn:xmpp:fulltext:0}fulltext", longest + "o")))));
    }

    [Fact]
    public void Fields_that_are_not_offered_are_not_implemented()
    {
        foreach (var field in new[] { Field("include-groupchat", "true"), Field("{urn:xmpp:fulltext:0}fulltext", "rose") })
            Assert.Equal(StanzaErrorCondition.FeatureNotImplemented, Refused(Query(Form(field)), new ArchiveFields()));
    }

    [Fact]
    public void Form_of_something_else_is_refused()
    {
        var form = Form();
        string[] forms =
        [
            form.Replace("submit", "form", StringComparison.Ordinal), form.Replace("submit", "shout", StringComparison.Ordinal),
            form.Replace(Ns.Mam, "urn:xmpp:mam:1", StringComparison.Ordinal), $"<x xmlns='{Ns.DataForms}' type='submit'/>",
            Form(Field("start"), Field("start")), Form(Field("with", "a@b", "c@d")),
        ];
        foreach (var wrong in forms)
            Assert.Equal(StanzaErrorCondition.BadRequest, Refused(Query(wrong)));
    }

    [Fact]
    public void Query_is_bounded()
    {
        Assert.Equal(StanzaErrorCondition.PolicyViolation, Refused(Query("", $"queryid='{new string('q', 257)}'")));
        var ids = Enumerable.Range(0, 501).Select(i => Id(i).Value).ToArray();
        Assert.Equal(StanzaErrorCondition.PolicyViolation, Refused(Query(Form(Field("ids", ids)))));
        Assert.Equal(500, Read(Field("ids", ids[1..])).Ids!.Count);
    }

    [Fact]
    public void Node_is_for_archives_of_pubsub() => Assert.Equal(StanzaErrorCondition.ItemNotFound, Refused(Query("", "node='princely_musings'")));

    [Theory]
    [InlineData("<max>10</max>", 10, false)]
    [InlineData("<max>0</max>", 0, false)]
    [InlineData("<max>1000</max>", 100, false)]
    [InlineData("", 50, false)]
    [InlineData("<before/>", 50, true)]
    [InlineData("<after/>", 50, false)]
    public void Page_is_read(string set, int items, bool fromEnd)
    {
        var request = Read(Query(Page(set)));

        Assert.Equal((items, fromEnd, false), (request.Items, request.FromEnd, request.IsFurtherPage));
        Assert.Empty(request.Named);
    }

    [Fact]
    public void Further_page_begins_or_ends_at_an_item()
    {
        var next = Read(Query(Page($"<after>{First}</after>")));
        Assert.Equal((First, null, false, true), (next.After, next.Before, next.FromEnd, next.IsFurtherPage));
        Assert.Equal([First], next.Named);

        var previous = Read(Query(Page($"<before>{Second}</before>")));
        Assert.Equal((null, Second, true, true), (previous.After, previous.Before, previous.FromEnd, previous.IsFurtherPage));
        Assert.Equal([Second], previous.Named);
    }

    [Fact]
    public void Strictest_bound_counts()
    {
        foreach (var (form, page, after) in new[] { (First, Second, Second), (Second, First, Second) })
            Assert.Equal(after, Read(Query(Form(Field("after-id", form.Value)) + Page($"<after>{page}</after>"))).After);
        foreach (var (form, page, before) in new[] { (First, Second, First), (Second, First, First) })
            Assert.Equal(before, Read(Query(Form(Field("before-id", form.Value)) + Page($"<before>{page}</before>"))).Before);
    }

    [Theory]
    [InlineData("<max>many</max>", StanzaErrorCondition.BadRequest)]
    [InlineData("<after>1</after><before>2</before>", StanzaErrorCondition.BadRequest)]
    [InlineData("<index>10</index>", StanzaErrorCondition.FeatureNotImplemented)]
    [InlineData("<after>09af3-cc343-b409f</after>", StanzaErrorCondition.ItemNotFound)]
    [InlineData("<before>09af3-cc343-b409f</before>", StanzaErrorCondition.ItemNotFound)]
    public void Page_that_makes_no_sense_is_refused(string set, StanzaErrorCondition expected) => Assert.Equal(expected, Refused(Query(Page(set))));

    [Theory]
    [InlineData("1970-01-01T00:00:01Z", 1000)]
    [InlineData("1970-01-01T00:00:01.0001Z", 1001)]
    [InlineData("1970-01-01T00:00:00.001Z", 1)]
    public void Start_lets_its_own_millisecond_in(string start, long first)
    {
        var after = Read(Field("start", start)).After!.Value;

        Assert.True(Id(first, 0) > after);
        Assert.False(Id(first - 1, ulong.MaxValue) > after);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:01Z", 1000)]
    [InlineData("1970-01-01T00:00:01.0009Z", 1000)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    public void End_lets_its_own_millisecond_in(string end, long last)
    {
        var before = Read(Field("end", end)).Before!.Value;

        Assert.True(Id(last, ulong.MaxValue) < before);
        Assert.False(Id(last + 1, 0) < before);
    }

    [Fact]
    public void Times_from_before_1970_and_of_the_last_year_are_times()
    {
        Assert.Null(Read(Field("start", "1969-01-01T00:00:00Z")).After);
        Assert.Null(Read(Field("start", "0001-01-01T00:00:00+14:00")).After);
        var never = Read(Field("end", "1969-12-31T23:59:59.999Z")).Before!.Value;
        Assert.False(Id(0, 0) < never);
        var always = Read(Field("end", "9999-12-31T23:59:59-14:00")).Before!.Value;
        Assert.True(Id(253402300799999, ulong.MaxValue) < always);
        Assert.True(Read(Field("start", "9999-12-31T23:59:59.9999Z")).After!.Value > Id(253402300799998));
    }
}
