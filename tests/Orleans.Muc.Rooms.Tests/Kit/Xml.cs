using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Kit;

/// <summary>Reading and comparing what was received.</summary>
internal static class Xml
{
    public static Element Of(EncodedStanza stanza) => Element.Parse(Encoding.UTF8.GetBytes(Text(stanza)));

    public static string Text(EncodedStanza stanza) => Encoding.UTF8.GetString(stanza.Head.Span) + Encoding.UTF8.GetString(stanza.Tail.Span);

    public static Element Parse(string xml) => Element.Parse(Encoding.UTF8.GetBytes(xml));

    /// <summary>A stanza of somebody; its receiver is the room unless <c>to</c> says otherwise.</summary>
    public static Stanza Stanza(string xml, Person from)
    {
        var element = Parse(xml);
        return new Stanza(Enum.Parse<StanzaKind>(element.Name, true), Payload.Of([.. element.Children]))
        {
            Type = element["type"],
            Id = element["id"],
            Lang = element["xml:lang"],
            From = from.Visit.FullJid,
            To = Jid.Parse(element["to"] ?? Stage.RoomJid),
        };
    }

    /// <summary>The muc#user extension.</summary>
    public static Element User(this Element stanza) => stanza.Child("x", Ns.MucUser) ?? throw new InvalidOperationException($"no muc#user in {stanza}");

    public static Element Item(this Element stanza) => stanza.User().Child("item", Ns.MucUser) ?? throw new InvalidOperationException($"no item in {stanza}");

    public static string[] Codes(this Element stanza) =>
        [.. (stanza.Child("x", Ns.MucUser)?.ChildrenNamed("status", Ns.MucUser) ?? []).Select(status => status["code"] ?? "")];

    /// <summary>The defined condition of an error stanza, null when it is none.</summary>
    public static string? Condition(this Element stanza) => stanza.Child("error")?.Children.First(child => child.Namespace == Ns.Stanzas).Name;

    public static string? ErrorType(this Element stanza) => stanza.Child("error")?["type"];

    public static string? Body(this Element stanza) => stanza.Child("body")?.Text;

    /// <summary>Equal in names, attributes and children in order; attributes may be in any order.</summary>
    public static void AssertSame(string expected, Element actual) => Assert.Equal(Canonical(Parse(expected)), Canonical(actual));

    /// <summary>The muc#user extension has exactly these children.</summary>
    public static void AssertUser(string expected, Element stanza) => AssertSame($"<x xmlns='{Ns.MucUser}'>{expected}</x>", stanza.User());

    private static string Canonical(Element element)
    {
        var attributes = element.Attributes
            .OrderBy(attribute => attribute.Name, StringComparer.Ordinal)
            .Select(attribute => $" {attribute.Name}='{attribute.Value}'");
        var content = element.Nodes.Select(node => node is Element child ? Canonical(child) : (string)node).Where(text => text.Trim().Length > 0);
        return $"<{{{element.Namespace}}}{element.Name}{string.Concat(attributes)}>{string.Concat(content)}</>";
    }
}
