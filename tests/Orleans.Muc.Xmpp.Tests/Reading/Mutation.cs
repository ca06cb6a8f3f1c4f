namespace Orleans.Muc.Xmpp.Tests.Reading;

/// <summary>Small damage done to XML, by a seeded source of randomness.</summary>
internal static class Mutation
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "<", ">", "/", "'", "\"", "&", ";", "=", " ", "]]>", "<![CDATA[", "]]", "-", ":", "x", "xmlns", "xmlns:q='u'", " a='1'", " xml:lang='en'", "q:", "<b>", "</b>", "<c/>",
            "&amp;", "&#65;", "&#x0;", "&#xD;", "&bogus;", "\n", "\r\n", "\t", "\u0001", "\u00E9", "\u0370", "\uFFFE", "\uD83C\uDF39", "0", "urn:p", "xml", " p:a='2'", "'>", "xmlns=''",
        }.Select(Feed.Utf8),
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xE2],
        [0x00],
    ];

    public static byte[] Of(byte[] source, Random random)
    {
        var bytes = source.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 4; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 8), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 2:
                    bytes[at] = bytes[random.Next(bytes.Count)];
                    break;
                default:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
