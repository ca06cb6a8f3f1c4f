using System.Buffers;
using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>Writes an <see cref="Element"/> as UTF-8. Elements use the default namespace only; a prefix is made up for each namespaced attribute.</summary>
internal static class ElementWriter
{
    public static void Write(IBufferWriter<byte> writer, Element element, string inheritedNamespace)
    {
        // Namespaces in XML 1.0 §3: the namespace of the prefix xml must not become the default one.
        var isXml = element.Namespace == Ns.Xml;
        var name = isXml ? "xml:" + element.Name : element.Name;
        var scope = isXml ? inheritedNamespace : element.Namespace;
        writer.Write("<"u8);
        XmlText.WriteRaw(writer, name);
        if (scope != inheritedNamespace)
            XmlText.WriteAttribute(writer, "xmlns", scope);
        WriteAttributes(writer, element);
        if (element.Nodes.Count == 0)
        {
            writer.Write("/>"u8);
            return;
        }

        writer.Write(">"u8);
        foreach (var node in element.Nodes)
            if (node is Element child)
                Write(writer, child, scope);
            else
                XmlText.WriteText(writer, (string)node);
        writer.Write("</"u8);
        XmlText.WriteRaw(writer, name);
        writer.Write(">"u8);
    }

    private static void WriteAttributes(IBufferWriter<byte> writer, Element element)
    {
        var prefixes = 0;
        foreach (var (name, ns, value) in element.Attributes)
        {
            if (ns.Length == 0)
            {
                XmlText.WriteAttribute(writer, name, value);
                continue;
            }

            var prefix = "xml";
            if (ns != Ns.Xml)
            {
                prefix = string.Create(CultureInfo.InvariantCulture, $"a{++prefixes}");
                XmlText.WriteAttribute(writer, "xmlns:" + prefix, ns);
            }

            XmlText.WriteAttribute(writer, prefix + ":" + name, value);
        }
    }
}
