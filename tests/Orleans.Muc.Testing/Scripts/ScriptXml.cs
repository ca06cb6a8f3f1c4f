using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>The XML blocks of a script: <c>${NAME}</c> filled in, jabber:client as default namespace, indentation dropped.</summary>
internal static partial class ScriptXml
{
    public static XElement Parse(string block, IReadOnlyDictionary<string, string> values)
    {
        var text = Variable().Replace(block, match => values.TryGetValue(match.Groups[1].Value, out var value)
            ? StanzaText.Escape(value)
            : throw new ScenarioException($"{match.Value} has no value here"));
        try
        {
            var wrapped = XElement.Parse($"<s xmlns='{ScansionNames.ClientNs}' xmlns:scansion='{ScansionNames.ScansionNs}' xmlns:stream='{ScansionNames.StreamNs}'>{text}</s>");
            var stanza = wrapped.Elements().FirstOrDefault() ?? throw new ScenarioException("a stanza is missing in the script");
            return DropIndentation(new XElement(stanza));
        }
        catch (XmlException mistake)
        {
            throw new ScenarioException($"the XML in the script does not parse: {mistake.Message}", cause: mistake);
        }
    }

    /// <summary>Removes text that only indents child elements, throughout the element.</summary>
    public static XElement DropIndentation(XElement element)
    {
        foreach (var parent in element.DescendantsAndSelf().Where(parent => parent.HasElements).ToList())
            parent.Nodes().OfType<XText>().Where(text => string.IsNullOrWhiteSpace(text.Value)).Remove();
        return element;
    }

    /// <summary>The element as it is sent: without the marks that only steer comparing.</summary>
    public static XElement WithoutMarks(XElement element)
    {
        element.DescendantsAndSelf().Attributes(ScansionNames.Strict).Remove();
        return element;
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Variable();
}
