using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>What people do in rooms, and what they have heard there.</summary>
internal static class People
{
    private static readonly XNamespace Client = "jabber:client";
    private static readonly XNamespace User = "http://jabber.org/protocol/muc#user";

    public static async Task EnterAsync(this XmppClient who, string room, string nick, string history = "")
    {
        await who.SendAsync($"<presence to='{room}/{nick}'><x xmlns='http://jabber.org/protocol/muc'>{history}</x></presence>");
        await who.ExpectAsync($"<message type='groupchat' from='{room}'><subject/></message>");
    }

    /// <summary>Creates an instant room (XEP-0045 §10.1.2), with fields if given.</summary>
    public static async Task CreateAsync(this XmppClient who, string room, string nick, string fields = "")
    {
        await who.EnterAsync(room, nick);
        await who.AskAsync(
            $"<iq type='set' id='configure' to='{room}'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>"
            + $"<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>{fields}</x></query></iq>");
    }

    public static Task SayAsync(this XmppClient who, string room, string text) =>
        who.SendAsync($"<message type='groupchat' to='{room}' id='{text.Replace(' ', '-')}'><body>{text}</body></message>");

    public static Task<XElement> HearAsync(this XmppClient who, string room, string nick, string text, int seconds = 30) =>
        who.ExpectAsync($"<message type='groupchat' from='{room}/{nick}'><body>{text}</body></message>", TimeSpan.FromSeconds(seconds));

    /// <summary>Everything that comes until the room has reflected <paramref name="text"/>, which included.</summary>
    public static async Task<List<XElement>> ListenUntilAsync(this XmppClient who, string text, int seconds = 30)
    {
        List<XElement> heard = [];
        while (true)
        {
            var stanza = await who.ReceiveAsync(TimeSpan.FromSeconds(seconds))
                ?? throw new InvalidOperationException($"{who.Settings.Name} waited {seconds} s for '{text}' and heard: {string.Join('\n', heard)}");
            heard.Add(stanza);
            if (Body(stanza) == text)
                return heard;
        }
    }

    /// <summary>Everything that comes until the stream is over.</summary>
    public static async Task<List<XElement>> ListenUntilOverAsync(this XmppClient who, int seconds = 30)
    {
        List<XElement> heard = [];
        while (true)
        {
            try
            {
                heard.Add(await who.ReceiveAsync(TimeSpan.FromSeconds(seconds)) ?? throw new InvalidOperationException($"{who.Settings.Name}'s stream goes on."));
            }
            catch (ScenarioException)
            {
                return heard;
            }
        }
    }

    public static string? Body(XElement stanza) => stanza.Name == Client + "message" ? stanza.Element(Client + "body")?.Value : null;

    public static IReadOnlyList<string> Bodies(IEnumerable<XElement> heard) => [.. heard.Select(Body).OfType<string>()];

    public static IReadOnlyList<XElement> Presences(IEnumerable<XElement> heard) => [.. heard.Where(stanza => stanza.Name == Client + "presence")];

    /// <summary>The version of the affiliation list in a self-presence (XEP-0463).</summary>
    public static string? Version(XElement presence) =>
        (string?)presence.Element(User + "x")?.Element(XNamespace.Get("urn:xmpp:muc:affiliations:1") + "mav")?.Attribute("until");

    public static bool HasStatus(XElement presence, string code) =>
        presence.Element(User + "x")?.Elements(User + "status").Any(status => (string?)status.Attribute("code") == code) == true;
}
