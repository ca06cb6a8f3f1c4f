using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users.Tests;

/// <summary>The people and stanzas of the stories.</summary>
internal static class Cast
{
    public static Jid Romeo { get; } = Jid.Parse("romeo@montague.example");

    public static Jid Juliet { get; } = Jid.Parse("juliet@capulet.example");

    /// <summary>A session of Romeo; the later it is made the newer its bind.</summary>
    public static Resource Session(string resource, long bound = 1, string? id = null) =>
        new(id ?? resource, Jid.Parse($"{Romeo}/{resource}"), "silo/0", bound);

    public static Stanza Presence(string? type = null, string payload = "") =>
        new(StanzaKind.Presence, Payload.Parse(Encoding.UTF8.GetBytes(payload))) { Type = type };

    public static Stanza Message(string? type, string to) =>
        new(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add("Wherefore art thou?"))) { Type = type, To = Jid.Parse(to), From = Juliet };

    public static Stanza RosterIq(string type, Element query) =>
        new(StanzaKind.Iq, Payload.Of(query)) { Type = type, Id = "1", From = Jid.Parse($"{Romeo}/orchard") };

    public static Element RosterQuery(params Element[] items) => new Element("query", Ns.Roster).Add(items);

    public static Element Item(string? jid, params string[] groups) =>
        new Element("item", Ns.Roster).With("jid", jid).Add(groups.Select(group => new Element("group", Ns.Roster).Add(group)));

    /// <summary>Who gets what, in a form that a test can read: <c>type from -> sessions</c>.</summary>
    public static string[] Told(IEnumerable<Outgoing> outgoing) =>
        [.. outgoing.Select(o => $"{o.Stanza.Type ?? "available"} {o.Stanza.From!.Resourcepart} -> {string.Join(' ', o.To.Select(to => to.Session).Order(StringComparer.Ordinal))}")];
}
