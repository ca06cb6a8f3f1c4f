using System.Text;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Documents that were wrongly read once, or nearly: replayed whole and cut at every point.</summary>
public sealed class FindingTests
{
    private const string Opening = "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client'>";

    private static readonly Dictionary<string, byte[]> Documents = new()
    {
        ["white space in the end tag of the stream, up to the budget"] = Utf8(Opening + "</s:stream" + new string(' ', 256) + ">"),
        ["white space in the end tag of the stream, beyond the budget"] = Utf8(Opening + "</s:stream" + new string(' ', 257) + ">"),
        ["XML declaration of just the length that is allowed"] = Utf8("<?xml version='1.0'" + new string(' ', 237) + "?>" + Opening + "</s:stream>"),
        ["XML declaration of one byte more"] = Utf8("<?xml version='1.0'" + new string(' ', 238) + "?>" + Opening + "</s:stream>"),
        ["element of the namespace of the prefix xml"] = Utf8(Opening + "<a xmlns='urn:a'><xml:b c=''><d/></xml:b></a><xml:e/></s:stream>"),
        ["UTF-16 that shows in its second byte only"] = [0, .. Utf8(Opening)],
        ["xml:space of a value that ends System.Xml's reading"] = Utf8(Opening + "<message><body xml:space='both'/></message></s:stream>"),
        ["xml:space of the values there are"] = Utf8(Opening + "<message><body xml:space='preserve'/><a xml:space=' defaul&#116; '/></message></s:stream>"),
        ["comment after the end of the stream"] = Utf8(Opening + "</s:stream><!-- -->"),
        ["reference of just the length that is allowed"] = Utf8(Opening + "<a>&#" + new string('0', 59) + "65;</a></s:stream>"),
        ["bytes that are no UTF-8, then a bracket, in one tag"] = [.. "<s"u8, 0x97, (byte)'<'],
        ["text after the name of a tag that goes on"] = Utf8(Opening + "<iq="),
        ["colon where an attribute is due"] = Utf8(Opening + "<message :"),
        ["ampersand after the value of an attribute"] = Utf8(Opening + "<message id='a'&"),
        ["control character after a bracket"] = Utf8(Opening + "<message>]\u0001"),
    };

    public static TheoryData<string> Names => [.. Documents.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Finding_stays_fixed(string name)
    {
        Assert.Null(ReaderFuzz.Complaint(Documents[name]));
        Assert.Null(ReaderFuzz.SplitComplaint(Documents[name]));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
