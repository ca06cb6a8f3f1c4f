using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Orleans.Muc.Xmpp.Tests.Reading;

/// <summary>System.Xml is the judge of what is well-formed. What XMPP forbids on top of it (comments, instructions, DTD) is left aside.</summary>
public sealed class OracleTests
{
    private static readonly UTF8Encoding Strict = new(false, true);

    private static readonly string[] Sources =
    [
        "<message to='verona@rooms.lit' type='groupchat' xml:lang='it' id=\"&lt;1'\"><body>O Romeo &amp; &#x1F339; rose\r\nwhere]fore</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
        "<p:x xmlns:p='urn:p' xmlns='urn:d' p:a='1' a=\"2\t3\"><y xmlns=''><p:z xmlns:p='urn:q' p:a=''/></y><![CDATA[ <raw> & ]] ]]></p:x>",
        "<\u00E9l\u00E9ment a\u03B1='\u4E2D'><b.c-d_e:f xmlns:b.c-d_e='urn:x' />text ]] &gt; <c>&#9;&#xA;&apos;&quot;</c ></\u00E9l\u00E9ment\n>",
        "<iq type='set'><query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field var='a'><value>1</value></field></x></query></iq>",
    ];

    [Fact]
    public void Unharmed_documents_are_read_alike()
    {
        foreach (var source in Sources)
            Assert.Equal(Judge(Feed.Utf8(source)), Ours(Feed.Utf8(source)));
    }

    [Fact]
    public void Thousands_of_harmed_documents_are_accepted_refused_and_read_alike()
    {
        var random = new Random(1597);
        var accepted = 0;
        for (var i = 0; i < 8000; i++)
        {
            var bytes = Mutation.Of(Feed.Utf8(Sources[i % Sources.Length]), random);
            string? ours;
            try
            {
                ours = Ours(bytes);
            }
            catch (XmppXmlException restricted) when (restricted.Condition == StreamErrorCondition.RestrictedXml)
            {
                continue;
            }

            var judge = Judge(bytes);
            Assert.True(judge == ours, $"{i}: {Encoding.UTF8.GetString(bytes)}\njudge: {judge}\nours:  {ours}");
            accepted += ours is null ? 0 : 1;
        }

        Assert.InRange(accepted, 800, 7000);
    }

    // What is left of white space around the document is not compared.
    private static string? Judge(byte[] bytes)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
            using var reader = XmlReader.Create(new StringReader(Strict.GetString(bytes)), settings);
            return Describe(XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!);
        }
        catch (Exception refusal) when (refusal is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? Ours(byte[] bytes)
    {
        try
        {
            // The judge knows no default namespace around the document, so none is left to assume.
            return Describe(ElementBuilder.Parse(bytes.AsSpan().Trim(" \t\r\n"u8), OuterScope.Empty, ReaderLimits.Stored));
        }
        catch (XmppXmlException refusal) when (refusal.Condition != StreamErrorCondition.RestrictedXml)
        {
            return null;
        }
    }

    private static string Describe(XElement element) =>
        $"{{{element.Name.NamespaceName}}}{element.Name.LocalName}"
        + string.Concat(element.Attributes().Where(a => !a.IsNamespaceDeclaration).Select(a => $"[{a.Name.NamespaceName}|{a.Name.LocalName}={a.Value}]"))
        + "(" + string.Concat(element.Nodes().Select(node => node is XElement child ? Describe(child) : ((XText)node).Value)) + ")";

    private static string Describe(Element element) =>
        $"{{{element.Namespace}}}{element.Name}"
        + string.Concat(element.Attributes.Select(a => $"[{a.Namespace}|{a.Name}={a.Value}]"))
        + "(" + string.Concat(element.Nodes.Select(node => node is Element child ? Describe(child) : (string)node)) + ")";
}
