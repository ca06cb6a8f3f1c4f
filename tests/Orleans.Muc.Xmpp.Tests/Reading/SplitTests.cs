namespace Orleans.Muc.Xmpp.Tests.Reading;

public sealed class SplitTests
{
    private const string Conversation =
        Feed.Header + "\n<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>biws</auth> "
        + "<presence to='verona@rooms.lit/Ju\u00EDliet'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas=\"3\"/></x></presence>"
        + "<message to='verona@rooms.lit' type='groupchat' id='&lt;1&gt;'><body>]] &#x1F339; rose\r\n ]>&amp; </body>"
        + "<p:x xmlns:p='urn:p' p:a='&apos;>'><![CDATA[a]]]]><![CDATA[>b]]></p:x></message>\n\n"
        + "<iq type='get' id=\"q\"  ><query xmlns='jabber:iq:roster' ></query\n></iq ><stream:features/></stream:stream>";

    private static readonly byte[] Bytes = Feed.Utf8(Conversation);

    private static List<string> Whole => Feed.Read(new XmppReader(Feed.Wide), Bytes).ConvertAll(Feed.Describe);

    [Fact]
    public void Conversation_is_read_whole() => Assert.Equal(7, Whole.Count);

    [Fact]
    public void Every_prefix_yields_a_prefix_of_the_items_and_the_rest_yields_the_others()
    {
        var whole = Whole;
        for (var cut = 0; cut <= Bytes.Length; cut++)
        {
            var reader = new XmppReader(Feed.Wide);
            var buffer = new System.Buffers.ReadOnlySequence<byte>(Bytes, 0, cut);
            var items = new List<string>();
            while (reader.TryRead(ref buffer, out var item))
                items.Add(Feed.Describe(item));
            Assert.Equal(whole.Take(items.Count), items);

            var rest = new System.Buffers.ReadOnlySequence<byte>(Bytes, cut - (int)buffer.Length, Bytes.Length - cut + (int)buffer.Length);
            while (reader.TryRead(ref rest, out var item))
                items.Add(Feed.Describe(item));
            Assert.Equal(whole, items);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(333)]
    public void Pieces_and_segments_of_any_size_read_the_same(int piece) =>
        Assert.Equal(Whole, Feed.ReadSlowly(new XmppReader(Feed.Wide), Bytes, piece).ConvertAll(Feed.Describe));

    [Fact]
    public void Segments_that_arrive_at_once_read_the_same()
    {
        for (var size = 1; size < 200; size++)
        {
            var reader = new XmppReader(Feed.Wide);
            var buffer = Feed.Segments(Bytes, size);
            var items = new List<string>();
            while (reader.TryRead(ref buffer, out var item))
                items.Add(Feed.Describe(item));
            Assert.Equal(Whole, items);
            Assert.True(buffer.IsEmpty);
        }
    }

    [Fact]
    public void Mutated_conversations_end_the_same_way_however_they_are_cut()
    {
        var random = new Random(45);
        var refused = 0;
        for (var i = 0; i < 1500; i++)
        {
            byte[] bytes = [.. Feed.Utf8(Feed.Header), .. Mutation.Of(Bytes[Feed.Header.Length..], random)];
            var (whole, wholeError) = Read(bytes, bytes.Length);
            var (cut, cutError) = Read(bytes, 1 + random.Next(40));
            Assert.Equal(whole, cut);
            refused += wholeError is null ? 0 : 1;

            // A tag that was cut is judged when it is complete, so the error may still be outstanding.
            if (cutError is not null)
                Assert.Equal(wholeError, cutError);
        }

        Assert.InRange(refused, 300, 1450);
    }

    private static (List<string> Items, StreamErrorCondition? Error) Read(byte[] bytes, int piece)
    {
        var reader = new XmppReader(Feed.Wide);
        var items = new List<string>();
        var consumed = 0;
        for (var arrived = Math.Min(piece, bytes.Length); ; arrived = Math.Min(arrived + piece, bytes.Length))
        {
            var buffer = Feed.Segments(bytes.AsMemory(consumed, arrived - consumed), piece);
            try
            {
                while (reader.TryRead(ref buffer, out var item))
                    items.Add(Feed.Describe(item));
            }
            catch (XmppXmlException refusal)
            {
                return (items, refusal.Condition);
            }

            consumed = arrived - (int)buffer.Length;
            if (arrived == bytes.Length)
                return (items, null);
        }
    }
}
