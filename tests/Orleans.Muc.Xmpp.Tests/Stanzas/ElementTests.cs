using System.Text;

namespace Orleans.Muc.Xmpp.Tests.Stanzas;

public sealed class ElementTests
{
    [Fact]
    public void Element_is_built_and_read_back()
    {
        var built = new Element("query", Ns.MucAdmin)
            .With("node", "a'b\"<&>\t\n").With("absent", null).With("xml:lang", "it")
            .Add(new Element("item", Ns.MucAdmin).With("nick", "Romeo").Add("reason", "Avaunt, \r\n you & yours]]>"))
            .Add(new Element("body", Ns.Client).Add("x"))
            .Add((Element?)null).Add((string?)null);
        var read = Element.Parse(built.ToUtf8());
        Assert.Equal(built.ToString(), read.ToString());
        Assert.Equal("a'b\"<&>\t\n", read["node"]);
        Assert.Equal("it", read["xml:lang"]);
        Assert.Null(read["absent"]);
        Assert.Equal("Avaunt, \r\n you & yours]]>", read.Child("item")!.Child("reason", Ns.MucAdmin)!.Text);
        Assert.Equal(Ns.Client, read.Child("body")!.Namespace);
    }

    [Fact]
    public void Default_namespace_is_written_only_where_it_changes() =>
        Assert.Equal(
            "<a xmlns='urn:a'><b/><c xmlns=''><d xmlns='urn:a'/></c></a>",
            new Element("a", "urn:a").Add("b", null).Add(new Element("c", "").Add(new Element("d", "urn:a"))).ToString());

    [Fact]
    public void Inherited_namespace_decides_what_the_root_declares()
    {
        var element = new Element("body", Ns.Client);
        Assert.Equal("<body/>", Encoding.UTF8.GetString(element.ToUtf8()));
        Assert.Equal("<body xmlns='jabber:client'/>", Encoding.UTF8.GetString(element.ToUtf8("")));
    }

    [Fact]
    public void Attributes_of_other_namespaces_keep_them()
    {
        var read = Element.Parse(Feed("<x xmlns:p='urn:p' xmlns:q='urn:q' p:a='1' q:a='2' a='3'/>"));
        var again = Element.Parse(read.ToUtf8());
        Assert.Equal([("a", "urn:p", "1"), ("a", "urn:q", "2"), ("a", "", "3")], again.Attributes);
        Assert.Equal("3", again["a"]);
    }

    [Fact]
    public void Attribute_can_be_replaced_and_removed()
    {
        var element = new Element("x", "").With("a", "1");
        element["a"] = "2";
        Assert.Equal("2", element["a"]);
        element["a"] = null;
        Assert.Empty(element.Attributes);
    }

    [Fact]
    public void White_space_and_line_ends_are_normalised_as_xml_says()
    {
        var read = Element.Parse(Feed("<x a='1\r\n2\t3&#10;4'>1\r\n2\r3&#13;<![CDATA[\r\n]]></x>"));
        Assert.Equal("1 2 3\n4", read["a"]);
        Assert.Equal("1\n2\n3\r\n", read.Text);
    }

    [Fact]
    public void Characters_that_xml_can_not_carry_are_replaced() =>
        Assert.Equal("<x a='\uFFFD'>\uFFFD\uFFFD</x>", new Element("x", Ns.Client).With("a", "\u0001").Add("\u0000\uD800").ToString());

    [Fact]
    public void Escaped_text_is_safe_in_either_quotes()
    {
        Assert.Equal("a&apos;&quot;&lt;&gt;&amp;&#10;b", XmlText.Escape("a'\"<>&\nb"));
        Assert.Equal("plain", XmlText.Escape("plain"));
    }

    [Fact]
    public void Element_needs_a_name() => Assert.Throws<ArgumentException>(() => new Element("", ""));

    private static byte[] Feed(string xml) => Encoding.UTF8.GetBytes(xml);
}
