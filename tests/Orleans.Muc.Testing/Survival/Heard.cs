using System.Diagnostics;
using System.Xml.Linq;

namespace Orleans.Muc.Testing.Survival;

/// <summary>A stanza that an inhabitant was sent of a room, and when it came (<see cref="Stopwatch"/>).</summary>
public sealed record Heard(XElement Stanza, long At)
{
    private static readonly XName StanzaIdName = XName.Get("stanza-id", "urn:xmpp:sid:0");
    private static readonly XName DelayName = XName.Get("delay", "urn:xmpp:delay");

    public string Nick { get; } = ((string?)Stanza.Attribute("from"))?.Split('/', 2) is [_, var nick] ? nick : "";

    public string? Type { get; } = (string?)Stanza.Attribute("type");

    public string? Id { get; } = (string?)Stanza.Attribute("id");

    /// <summary>The id the room gave it (XEP-0359); null but for a message with a body to all.</summary>
    public string? StanzaId { get; } =
        Stanza.Element(ScansionNames.Client + "body") is null || (string?)Stanza.Attribute("type") != "groupchat" ? null : (string?)Stanza.Element(StanzaIdName)?.Attribute("id");

    public bool IsHistory { get; } = Stanza.Element(DelayName) is not null;

    public bool IsPresence { get; } = Stanza.Name.LocalName == "presence";

    /// <summary>The end of an entry: the subject, or a refusal (XEP-0045 §7.2).</summary>
    public bool IsEntryEnd => Stanza.Element(ScansionNames.Client + "subject") is not null || (IsPresence && Type == "error");

    public bool Has(string status) =>
        IsPresence && Stanza.Element(ScansionNames.MucUser + "x")?.Elements(ScansionNames.MucUser + "status").Any(one => (string?)one.Attribute("code") == status) == true;

    /// <summary>What of a presence others would see as coming or going: the nickname, which of both, and the status codes.</summary>
    public string AsMove() => $"{Nick} {Type ?? "available"}{string.Concat(new[] { "110", "332", "333" }.Where(Has).Select(code => " " + code))}";
}
