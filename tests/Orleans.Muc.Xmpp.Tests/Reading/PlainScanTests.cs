namespace Orleans.Muc.Xmpp.Tests.Reading;

/// <summary>The short way through usual stanzas. What it takes, the scanner takes too and reads the same; the scanner is the judge here.</summary>
public sealed class PlainScanTests
{
    private static readonly string[] Usual =
    [
        "<message to='verona@rooms.lit' type='groupchat' id='a1' xml:lang='it'><body>O Romeo &amp; &#x1F339; \u00E9 ]] rose\r\nwhere</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
        "<presence to=\"verona@rooms.lit/Romeo\"><x xmlns=\"http://jabber.org/protocol/muc\"><history maxstanzas='3'/></x><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v='/></presence>",
        "<iq xmlns='jabber:client' type='set' id='&lt;1' from='romeo@montague.lit'><query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field var='a'><value>1</value></field></x></query></iq>",
        "<presence/>",
        "<message>text<a xmlns=''/>text<b><b/></b></message>",
    ];

    [Fact]
    public void Usual_stanzas_are_taken_whole_and_read_as_the_scanner_reads_them()
    {
        foreach (var xml in Usual)
        {
            var bytes = Feed.Utf8(xml);
            Assert.Equal(bytes.Length, Plain([.. bytes, .. "<iq/>"u8], Feed.Wide, out var taken));
            Assert.Equal(Scanned(bytes, Feed.Wide, out var length), taken);
            Assert.Equal(bytes.Length, length);
        }
    }

    [Fact]
    public void Every_beginning_of_a_usual_stanza_is_incomplete()
    {
        foreach (var xml in Usual)
        {
            var bytes = Feed.Utf8(xml);
            for (var cut = xml.IndexOf(' ', StringComparison.Ordinal) + 1; cut > 0 && cut < bytes.Length; cut++)
                Assert.Equal(PlainTag.Incomplete, Plain(bytes[..cut], Feed.Wide, out _));
        }
    }

    [Theory]
    [InlineData("<message xmlns:p='u'/>")]
    [InlineData("<message><p:a/></message>")]
    [InlineData("<message><a xml:space='preserve'/></message>")]
    [InlineData("<message><a xml:language='it'/></message>")]
    [InlineData("<message><![CDATA[x]]></message>")]
    [InlineData("<message><!-- x --></message>")]
    [InlineData("<message><?x?></message>")]
    [InlineData("<message>]]></message>")]
    [InlineData("<message>&bogus;</message>")]
    [InlineData("<message>\u0001</message>")]
    [InlineData("<message>\uFFFE</message>")]
    [InlineData("<message a='<'/>")]
    [InlineData("<message a='\u0002'/>")]
    [InlineData("<message a='1' a='2'/>")]
    [InlineData("<message xmlns='jabber:client' xmlns='jabber:client'/>")]
    [InlineData("<message a='1'b='2'/>")]
    [InlineData("<message a=1/>")]
    [InlineData("<message><a></b></message>")]
    [InlineData("<message><\u00E9/></message>")]
    [InlineData("<message><1/></message>")]
    [InlineData("<message xmlns='jabber:server'/>")]
    [InlineData("<message><a xmlns='http://www.w3.org/2000/xmlns/'/></message>")]
    [InlineData("<message><a xmlns='&#104;ttp://www.w3.org/2000/xmlns/'/></message>")]
    [InlineData("<message><a xmlns='jabber:client' id='1'  /></message>")]
    [InlineData("<messages/>")]
    [InlineData("<r xmlns='urn:xmpp:sm:3'/>")]
    public void Everything_else_is_left_to_the_scanner(string xml) => Assert.Equal(PlainTag.Declined, Plain([.. Feed.Utf8(xml), .. "<iq/>"u8], Feed.Wide, out _));

    [Fact]
    public void Nothing_is_taken_that_the_scanner_refuses_or_reads_otherwise()
    {
        var random = new Random(6120);
        var taken = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Mutation.Of(Feed.Utf8(Usual[i % 3]), random);
            var limits = i % 2 == 0 ? Feed.Wide : Narrow(random);
            var length = Plain(bytes, limits, out var stanza);
            if (length < 0)
                continue;
            taken++;
            Assert.Equal(Scanned(bytes, limits, out var scanned), stanza);
            Assert.Equal(scanned, length);
        }

        Assert.InRange(taken, 1000, 19_000);
    }

    [Fact]
    public void Many_children_and_large_ones_are_read_all_the_same()
    {
        foreach (var (count, text) in new[] { (8, ""), (9, ""), (300, ""), (2, new string('x', 40_000)), (3, new string('x', 300_000)) })
        {
            var children = string.Concat(Enumerable.Range(0, count).Select(i => $"<a{i} xmlns='urn:{i}'>{text}</a{i}>"));
            var stanza = Feed.Stanza($"<message>{children}</message>");
            Assert.Equal(children, stanza.Payload.ToString());
            Assert.Equal(Enumerable.Range(0, count).Select(i => ($"a{i}", $"urn:{i}")), stanza.Payload.Children.Select(c => (c.Name, c.Namespace)));
        }
    }

    [Fact]
    public void Addresses_that_alternate_are_the_same_instances_in_whatever_spelling()
    {
        var xml = "<message to='Verona@rooms.lit/Ju\u00EDliet'/><message to='verona@rooms.lit'/><message to='a&apos;@rooms.lit'/>";
        var items = Feed.Stream(xml + xml).Cast<Stanza>().ToList();
        Assert.Equal("verona@rooms.lit/Ju\u00EDliet", items[0].To!.ToString());
        Assert.Same(items[0].To, items[3].To);
        Assert.Same(items[1].To, items[4].To);
        Assert.Equal(("a'@rooms.lit", "a'@rooms.lit"), (items[2].MalformedTo, items[5].MalformedTo));
    }

    private static ReaderLimits Narrow(Random random) => new()
    {
        MaxStanzaBytes = random.Next(100, 400),
        MaxDepth = random.Next(1, 6),
        MaxAttributes = random.Next(1, 6),
        MaxAttributeBytes = random.Next(10, 60),
        MaxNameBytes = random.Next(6, 12),
        MaxElements = random.Next(2, 8),
    };

    private static int Plain(byte[] bytes, ReaderLimits limits, out string? stanza)
    {
        var plain = new PlainStanza(limits);
        var length = PlainScan.Read(bytes, inClientNamespace: true, ref plain);
        stanza = length < 0 ? null : Describe(plain.ToStanza(bytes, new StanzaSurroundings()));
        return length;
    }

    private static string Scanned(byte[] bytes, ReaderLimits limits, out int length)
    {
        var scan = new ElementScan();
        scan.Begin(limits, OuterScope.Client);
        Assert.True(scan.Advance(bytes));
        length = scan.Xml.Position;
        return Describe(scan.ToStanza(bytes, new StanzaSurroundings()));
    }

    private static string Describe(Stanza stanza) => Feed.Describe(stanza);
}
