using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>XML text of an element without prefixes: compact for the wire, indented for people.</summary>
public static class StanzaText
{
    /// <summary>The element as it goes over the wire, inside a stream whose default namespace is jabber:client.</summary>
    public static string Compact(XElement element) => Write(element, indent: false);

    /// <summary>The element with one child per line, to be read in a message.</summary>
    public static string Pretty(XElement element) => Write(element, indent: true);

    /// <summary>Several elements, indented, one below the other.</summary>
    public static string Pretty(IEnumerable<XElement> elements) => string.Join('\n', elements.Select(Pretty));

    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&apos;", StringComparison.Ordinal)
        .Replace("\n", "&#10;", StringComparison.Ordinal).Replace("\t", "&#9;", StringComparison.Ordinal);

    private static string Write(XElement element, bool indent)
    {
        var text = new StringBuilder();
        Write(text, element, ScansionNames.ClientNs, indent ? 0 : null);
        return text.ToString();
    }

    private static void Write(StringBuilder text, XElement element, string inherited, int? level)
    {
        var ns = element.Name.NamespaceName;
        text.Append('<').Append(element.Name.LocalName);
        if (ns != inherited)
            text.Append(" xmlns='").Append(Escape(ns)).Append('\'');
        WriteAttributes(text, element);
        if (!element.Nodes().Any())
        {
            text.Append("/>");
            return;
        }
        text.Append('>');
        foreach (var node in element.Nodes())
        {
            if (node is XText characters)
                text.Append(characters.Value.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));
            else if (node is XElement child)
                WriteChild(text, child, ns, level);
        }
        if (level is { } depth && element.HasElements)
            text.Append('\n').Append(' ', depth * 2);
        text.Append("</").Append(element.Name.LocalName).Append('>');
    }

    private static void WriteChild(StringBuilder text, XElement child, string ns, int? level)
    {
        if (level is { } depth)
            text.Append('\n').Append(' ', (depth + 1) * 2);
        Write(text, child, ns, level + 1);
    }

    private static void WriteAttributes(StringBuilder text, XElement element)
    {
        var prefixes = 0;
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            var name = attribute.Name.LocalName;
            if (attribute.Name.Namespace == XNamespace.Xml)
                name = "xml:" + name;
            else if (attribute.Name.NamespaceName == ScansionNames.ScansionNs)
                name = "scansion:" + name;
            else if (attribute.Name.NamespaceName.Length > 0)
            {
                var prefix = "n" + (++prefixes).ToString(CultureInfo.InvariantCulture);
                text.Append(" xmlns:").Append(prefix).Append("='").Append(Escape(attribute.Name.NamespaceName)).Append('\'');
                name = prefix + ":" + name;
            }
            text.Append(' ').Append(name).Append("='").Append(Escape(attribute.Value)).Append('\'');
        }
    }
}
