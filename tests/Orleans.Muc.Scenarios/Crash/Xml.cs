using System.Xml.Linq;

namespace Orleans.Muc.Scenarios.Crash;

/// <summary>The requests of the crash tests as text, and what is read from answers.</summary>
internal static class Xml
{
    public const string Config = "http://jabber.org/protocol/muc#roomconfig";

    public static string Set(string id, string to, string payload) => $"<iq type='set' id='{id}' to='{to}'>{payload}</iq>";

    public static string Get(string id, string to, string payload) => $"<iq type='get' id='{id}' to='{to}'>{payload}</iq>";

    public static string Owner(string content) => $"<query xmlns='http://jabber.org/protocol/muc#owner'>{content}</query>";

    public static string Admin(string content) => $"<query xmlns='http://jabber.org/protocol/muc#admin'>{content}</query>";

    public static string Form(string type, IEnumerable<(string Var, string[] Values)> fields) =>
        $"<x xmlns='jabber:x:data' type='submit'>{Field("FORM_TYPE", type)}{string.Concat(fields.Select(field => Field(field.Var, field.Values)))}</x>";

    public static string Card(string name) => $"<vCard xmlns='vcard-temp'><FN>{name}</FN></vCard>";

    public static string Roster(string content) => $"<query xmlns='jabber:iq:roster'>{content}</query>";

    public static string Register(string content) => $"<query xmlns='jabber:iq:register'>{content}</query>";

    public static string Say(Line line, string? stanzaId) =>
        $"<body>{line.Body}</body>" + (stanzaId is null ? "" : $"<retract xmlns='urn:xmpp:message-retract:1' id='{stanzaId}'/>");

    /// <summary>The only descendants of that name.</summary>
    public static IEnumerable<XElement> All(XElement stanza, string name) => stanza.Descendants().Where(child => child.Name.LocalName == name);

    /// <summary>The text of a child, null without it.</summary>
    public static string? Text(XElement stanza, string name) => stanza.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    /// <summary>The values of a form's field.</summary>
    public static string[] Values(XElement stanza, string var) =>
        [.. All(stanza, "field").Where(field => field.Attribute("var")?.Value == var).Elements().Where(child => child.Name.LocalName == "value").Select(value => value.Value)];

    private static string Field(string var, params string[] values) =>
        $"<field var='{var}'>{string.Concat(values.Select(value => $"<value>{value}</value>"))}</field>";
}
