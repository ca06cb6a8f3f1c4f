using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>The people of the restart tests and the few things they do again and again.</summary>
internal static class Verona
{
    public static readonly ClientSettings Romeo = new("Romeo") { BareJid = "romeo@localhost", Password = "montague" };
    public static readonly ClientSettings Juliet = new("Juliet") { BareJid = "juliet@localhost", Password = "capulet" };
    public static readonly ClientSettings Rosaline = new("Rosaline") { BareJid = "rosaline@localhost", Password = "vow" };

    /// <summary>Registers where needed and logs in.</summary>
    public static async Task<XmppClient> ArriveAsync(HostProcess host, ClientSettings person)
    {
        await TestAccounts.RegisterAsync(person, host.Gateway);
        return await XmppClient.LoginAsync(person, host.Gateway);
    }

    /// <summary>Enters a room under one's own name and waits for the self-presence, which it returns as text.</summary>
    public static async Task<string> EnterAsync(XmppClient person, string room)
    {
        var nick = person.Settings.Name;
        await person.SendAsync($"<presence to='{room}/{nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        var self = await person.ExpectAsync(
            $"<presence from='{room}/{nick}'><x xmlns='http://jabber.org/protocol/muc#user' scansion:strict='false'><status code='110'/></x></presence>");
        return StanzaText.Compact(self);
    }

    /// <summary>Creates a room and configures it with the given form fields.</summary>
    public static async Task OpenRoomAsync(XmppClient owner, string room, string fields)
    {
        Assert.Contains("201", await EnterAsync(owner, room), StringComparison.Ordinal);
        await owner.ExpectAsync($"<message type='groupchat' from='{room}'><subject/></message>");
        await DoneAsync(owner, $"<iq type='set' id='open' to='{room}'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>" +
            $"<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>{fields}</x></query></iq>");
    }

    public static string Field(string name, string value) => $"<field var='muc#roomconfig_{name}'><value>{value}</value></field>";

    /// <summary>Sends a request that must be answered with a result.</summary>
    public static async Task DoneAsync(XmppClient person, string iq)
    {
        var answer = await person.AskAsync(iq);
        Assert.True(answer.Attribute("type")?.Value == "result", StanzaText.Pretty(answer));
    }

    /// <summary>Says something in a room and waits until it is reflected, which is when the room has it for good.</summary>
    public static async Task SayAsync(XmppClient person, string room, string id, string body)
    {
        await person.SendAsync($"<message type='groupchat' to='{room}' id='{id}'><body>{body}</body></message>");
        await person.ExpectAsync($"<message type='groupchat' from='{room}/{person.Settings.Name}' id='{id}'><body>{body}</body></message>");
    }
}
