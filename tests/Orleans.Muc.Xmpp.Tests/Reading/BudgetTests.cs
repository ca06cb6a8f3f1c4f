namespace Orleans.Muc.Xmpp.Tests.Reading;

public sealed class BudgetTests
{
    private static readonly ReaderLimits Small = new() { MaxStanzaBytes = 300, MaxDepth = 4, MaxAttributes = 3, MaxAttributeBytes = 20, MaxNameBytes = 10, MaxElements = 6 };

    [Theory]
    [InlineData("<iq><a><b><c/></b></a></iq>", true)]
    [InlineData("<iq><a><b><c><d/></c></b></a></iq>", false)]
    [InlineData("<iq a='' b='' c=''/>", true)]
    [InlineData("<iq a='' b='' c='' d=''/>", false)]
    [InlineData("<iq a='12345678901234567890'/>", true)]
    [InlineData("<iq a='123456789012345678901'/>", false)]
    [InlineData("<iq><a234567890/></iq>", true)]
    [InlineData("<iq><a2345678901/></iq>", false)]
    [InlineData("<iq><a/><a/><a/><a/><a/></iq>", true)]
    [InlineData("<iq><a/><a/><a/><a/><a/><a/></iq>", false)]
    public void Each_budget_ends_the_stream_when_exceeded(string xml, bool allowed)
    {
        if (allowed)
            Assert.Single(Feed.Stream(xml, Small));
        else
            Assert.Equal(StreamErrorCondition.PolicyViolation, Assert.Throws<XmppXmlException>(() => Feed.Stream(xml, Small)).Condition);
    }

    [Fact]
    public void Stanza_of_the_allowed_size_is_read_and_a_byte_more_is_not()
    {
        Assert.Single(Feed.Stream("<iq>" + new string('x', 291) + "</iq>", Small));
        Assert.Equal(
            StreamErrorCondition.PolicyViolation,
            Assert.Throws<XmppXmlException>(() => Feed.Stream("<iq>" + new string('x', 292) + "</iq>", Small)).Condition);
    }

    [Theory]
    [InlineData("<iq>")]
    [InlineData("<iq a='")]
    [InlineData("<iq")]
    [InlineData("<iq><![CDATA[")]
    [InlineData("<iq><a></a")]
    public void Unfinished_stanza_is_refused_when_it_outgrows_the_budget(string beginning)
    {
        var filler = beginning.EndsWith("</a", StringComparison.Ordinal) ? ' ' : 'x';
        var bytes = Feed.Utf8(beginning + new string(filler, 400));
        foreach (var piece in new[] { 1, 7, 64, bytes.Length })
            Assert.Equal(
                StreamErrorCondition.PolicyViolation,
                Assert.Throws<XmppXmlException>(() => Feed.ReadSlowly(Feed.Opened(Small), bytes, piece)).Condition);
    }

    [Fact]
    public void Declarations_handed_to_the_children_count_as_well()
    {
        var limits = new ReaderLimits { MaxStanzaBytes = 10_000 };
        var surroundings = "<message xmlns:p='" + new string('u', 2_000) + "'>";
        Assert.Single(Feed.Stream(surroundings + "<p:a/><p:a/><p:a/><p:a/></message>", limits));
        Assert.Equal(
            StreamErrorCondition.PolicyViolation,
            Assert.Throws<XmppXmlException>(() => Feed.Stream(surroundings + "<p:a/><p:a/><p:a/><p:a/><p:a/></message>", limits)).Condition);
    }

    [Fact]
    public void Budget_counts_each_stanza_by_itself()
    {
        var stanza = "<iq>" + new string('x', 280) + "</iq>";
        Assert.Equal(20, Feed.Stream(string.Concat(Enumerable.Repeat(stanza, 20)), Small).Count);
    }

    [Fact]
    public void Budgets_can_widen_after_authentication()
    {
        var reader = Feed.Opened(Small);
        reader.Limits = Feed.Wide;
        Assert.Single(Feed.Read(reader, Feed.Utf8("<iq>" + new string('x', 5000) + "</iq>")));
    }

    [Fact]
    public void Stanza_arriving_byte_by_byte_costs_no_more_than_its_length()
    {
        // Looking again at everything with every byte would take minutes here, and the time limit of the test shows it.
        var xml = "<message a='" + new string('v', 300_000) + "'><body>" + new string('x', 300_000) + "</body><![CDATA[" + new string('y', 300_000) + "]]></message>";
        var limits = Feed.Wide with { MaxAttributeBytes = 500_000 };
        var reader = Feed.Opened(limits);
        var bytes = Feed.Utf8(xml);
        var items = 0;
        for (var arrived = 1; arrived <= bytes.Length; arrived++)
        {
            var buffer = new System.Buffers.ReadOnlySequence<byte>(bytes, 0, arrived);
            items += reader.TryRead(ref buffer, out _) ? 1 : 0;
        }

        Assert.Equal(1, items);
    }
}
