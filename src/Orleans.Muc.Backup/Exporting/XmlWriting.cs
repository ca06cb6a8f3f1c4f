using System.Globalization;
using System.Xml;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Exporting;

/// <summary>The few forms that everything in a backup is written in.</summary>
internal static class XmlWriting
{
    /// <summary>The prefix of <see cref="Names.Own"/> on elements of others.</summary>
    public const string Prefix = "muc";

    /// <summary>One thing to a line, for those who look at it.</summary>
    public static void Line(this XmlWriter xml) => xml.WriteWhitespace("\n");

    /// <summary>The end of an element that has a line of its own.</summary>
    public static void End(this XmlWriter xml)
    {
        xml.WriteEndElement();
        xml.Line();
    }

    /// <summary>An attribute; none for null.</summary>
    public static void Attribute(this XmlWriter xml, string name, string? value)
    {
        if (value is not null)
            xml.WriteAttributeString(name, value);
    }

    public static void Attribute(this XmlWriter xml, string name, long value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Attribute(this XmlWriter xml, string name, DateTimeOffset value) => xml.WriteAttributeString(name, Stamp(value));

    /// <summary>An attribute of our own on an element of others; none for null.</summary>
    public static void OwnAttribute(this XmlWriter xml, string name, string? value)
    {
        if (value is not null)
            xml.WriteAttributeString(Prefix, name, Names.Own, value);
    }

    /// <summary>Declares the prefix, so that it need not be on every message.</summary>
    public static void DeclarePrefix(this XmlWriter xml) => xml.WriteAttributeString("xmlns", Prefix, null, Names.Own);

    /// <summary>XEP-0227 §4.10: a message of an archive.</summary>
    public static void Result(this XmlWriter xml, StanzaId id, Action<XmlWriter> attributes, (byte[] Head, byte[] Tail) stanza)
    {
        xml.WriteStartElement("result", Names.Mam);
        xml.WriteAttributeString("id", id.Value);
        attributes(xml);
        xml.WriteStartElement("forwarded", Names.Forward);
        xml.WriteStartElement("delay", Names.Delay);
        xml.Attribute("stamp", id.At);
        xml.WriteEndElement();
        StanzaXml.Write(xml, stanza.Head, stanza.Tail);
        xml.WriteEndElement();
        xml.End();
    }

    /// <summary>XEP-0082, with all digits that a time has.</summary>
    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
