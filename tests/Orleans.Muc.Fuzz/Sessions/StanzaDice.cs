using System.Reflection;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Sessions;

/// <summary>Makes stanzas of every kind, right and nearly right, for one player at a time. All of it is XML that may stand in a stream.</summary>
internal sealed class StanzaDice(Random dice, Stage stage, Secrets secrets)
{
    private static readonly string[] Namespaces =
        [.. typeof(Ns).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Where(ns => ns != Ns.Xml && ns != Ns.Xmlns), "urn:nobody:knows", ""];

    private static readonly string[] Texts =
        ["", " ", "x", "O", "true", "-1", "0", "1", "2147483648", "99999999999999999999", "\u00E9\u4E2D\U0001F339", "a&amp;b", "&lt;b/&gt;", "%s%n", "../../x", "&apos; or 1=1", new string('y', 3_000), "2024-02-30T25:00:00Z", "none", "owner", "jid", "http://jabber.org/protocol/muc"];

    /// <summary>Ends the stream by what is sent: nonsense, forbidden XML, no stanza, the end itself.</summary>
    public string Fatal() => dice.Pick(
        ["<!-- -->", "<?x y?>", "<!DOCTYPE a>", "</a>", "<unknown xmlns='urn:x'/>", "<message xmlns='urn:x'/>", "text", "<message>&unknown;</message>", "<a:b/>", "<message a='1' a='2'/>", "</stream:stream>", "<message><body>\u0001</body></message>"])
        + (dice.OneIn(2) ? "" : "<presence/>");

    public string Next(Player player) => dice.Next(10) switch
    {
        0 or 1 or 2 => Presence(),
        3 or 4 or 5 => Message(player),
        _ => Iq(player),
    };

    /// <summary>Enters one of the rooms as people do.</summary>
    public string Entry() => $"<presence to='{Room}/{Nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>";

    private string Room => dice.Pick(stage.Rooms);

    private string Nick => dice.Pick(Stage.Nicks);

    private string Text => dice.Pick(Texts);

    private string User => dice.Pick([.. Stage.Active, .. Stage.Passive]).BareJid;

    private static string FullJid(ClientSettings someone) => $"{someone.BareJid}/{someone.Resource}";

    private string Address() => dice.Next(14) switch
    {
        0 or 1 or 2 => Room,
        3 or 4 or 5 => $"{Room}/{Nick}",
        6 => User,
        7 => FullJid(dice.Pick(Stage.Active)),
        8 => Stage.Domain,
        9 => Stage.Service,
        10 => dice.Pick(["nobody@localhost", "nobody@localhost/x", "empty@conference.localhost", "empty@conference.localhost/Romeo", "conference.localhost/x", "localhost/x", "romeo@example.org", "example.org", "montague.example.org/r", "x@sub.conference.localhost"]),
        11 => dice.Pick(["", "@", "/", "a@", "@localhost", "a@b@c", "a b@localhost", "localhost/", Room + "/", "a\u0301\u00AD@localhost", "\uFFFD@conference.localhost", "[::1]", new string('a', 1_100) + "@localhost", "-@-.-"]),
        12 => $"{Room.ToUpperInvariant()}/{Nick}",
        _ => $"{Room}/{dice.Pick(["", " ", "\u2028", "admin", "\u200Bx", "x/y@z", new string('n', 1_000), "&amp;&lt;"])}",
    };

    private static string To(string? address) => address is null ? "" : $" to='{address}'";

    private string Presence()
    {
        if (dice.OneIn(3))
            return Entry();
        var type = dice.Next(3) == 0 ? $" type='{dice.Pick(["unavailable", "unavailable", "subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "error", "invisible", ""])}'" : "";
        var address = dice.Next(5) == 0 ? null : dice.OneIn(2) ? $"{Room}/{Nick}" : Address();
        return $"<presence{To(address)}{type}{Lang()}>{Some(PresencePart)}</presence>";
    }

    private string PresencePart() => dice.Next(8) switch
    {
        0 => $"<show>{dice.Pick(["away", "chat", "dnd", "xa", "gone", ""])}</show>",
        1 => $"<status{Lang()}>{Text}</status>",
        2 => $"<priority>{Text}</priority>",
        3 => "<x xmlns='http://jabber.org/protocol/muc'/>",
        4 => $"<x xmlns='http://jabber.org/protocol/muc'><history {dice.Pick(["maxstanzas", "maxchars", "seconds", "since"])}='{Text}'/><password>{Text}</password></x>",
        5 => $"<x xmlns='http://jabber.org/protocol/muc#user'><item role='moderator' affiliation='owner' jid='{User}'/><status code='110'/></x>",
        6 => $"<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='{Text}' ver='{Text}'/>",
        _ => Odd(),
    };

    private string Message(Player player)
    {
        var id = dice.OneIn(4) ? "" : $" id='{player.NextId()}'";
        switch (dice.Next(7))
        {
            case 0 or 1 or 2:
                var room = Room;
                return $"<message to='{room}' type='groupchat'{id}><body>{secrets.Next(new Secret(player.FullJid, room, null, null))}</body>{Some(MessagePart)}</message>";
            case 3:
                var (place, nick) = (Room, Nick);
                return $"<message to='{place}/{nick}' type='chat'{id}><body>{secrets.Next(new Secret(player.FullJid, place, nick, null))}</body>{Some(MessagePart)}</message>";
            case 4:
                var user = User;
                return $"<message to='{user}' type='chat'{id}><body>{secrets.Next(new Secret(player.FullJid, null, null, user))}</body></message>";
            default:
                var type = dice.OneIn(4) ? "" : $" type='{dice.Pick(["groupchat", "chat", "normal", "headline", "error", "x", ""])}'";
                return $"<message{To(dice.OneIn(6) ? null : Address())}{type}{id}{Lang()}>{Some(MessagePart)}</message>";
        }
    }

    private string MessagePart() => dice.Next(12) switch
    {
        0 => $"<body{Lang()}>{Text}</body>",
        1 => $"<subject>{Text}</subject>",
        2 => $"<thread>{Text}</thread>",
        3 => $"<x xmlns='http://jabber.org/protocol/muc#user'><invite to='{Address()}'><reason>{Text}</reason></invite></x>",
        4 => $"<x xmlns='http://jabber.org/protocol/muc#user'><decline to='{Address()}'/><status code='104'/></x>",
        5 => $"<x xmlns='jabber:x:conference' jid='{Address()}'/>",
        6 => $"<x xmlns='jabber:x:data' type='submit'>{Field("FORM_TYPE", "http://jabber.org/protocol/muc#request")}{Field("muc#role", "participant")}{Field("muc#jid", User)}{Field("muc#roomnick", Nick)}{Field("muc#request_allow", "true")}</x>",
        7 => $"<delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z' from='{Room}'/>",
        8 => $"<stanza-id xmlns='urn:xmpp:sid:0' id='{Text}' by='{Room}'/>",
        9 => "<active xmlns='http://jabber.org/protocol/chatstates'/>",
        10 => "<no-store xmlns='urn:xmpp:hints'/>",
        _ => Odd(),
    };

    private string Iq(Player player)
    {
        var address = dice.OneIn(6) ? null : dice.OneIn(2) ? Room : Address();
        var isRight = !dice.OneIn(8);
        var type = isRight ? dice.Pick(["get", "set"]) : dice.Pick(["result", "error", "x", ""]);
        var payload = dice.Next(16) switch { 0 => "", 1 => Query() + Query(), _ => Query() };
        var id = player.NextId() + (dice.OneIn(20) ? "\u00E9 &amp;&lt;" : "");
        if (isRight)
            player.Questions.Ask(Decoded(id), Answerer(player, address), mustBeAnswered: !GoesToClient(address) || payload.Length == 0);
        else if (type is not ("result" or "error"))
            player.Questions.Ask(Decoded(id), null, mustBeAnswered: true);
        else
            id = Player.Unasked;
        return $"<iq{To(address)} type='{type}' id='{id}'{Lang()}>{payload}</iq>";
    }

    private static string Decoded(string id) => id.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    /// <summary>Who has to answer: the address as it is prepared. One that is no address can't answer.</summary>
    private static string? Answerer(Player player, string? address) =>
        address is null ? player.BareJid : Jid.TryParse(Decoded(address), out var jid) ? jid.ToString() : null;

    private static bool GoesToClient(string? address) =>
        address is not null && Jid.TryParse(Decoded(address), out var jid) && jid is { IsFull: true, Localpart: not null };

    private string Query() => dice.Next(14) switch
    {
        0 or 1 or 2 => $"<query xmlns='http://jabber.org/protocol/muc#admin'>{Some(AdminItem)}</query>",
        3 => "<query xmlns='http://jabber.org/protocol/muc#owner'/>",
        4 or 5 => $"<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='{dice.Pick(["submit", "submit", "submit", "cancel", "form", ""])}'>{Field("FORM_TYPE", "http://jabber.org/protocol/muc#roomconfig")}{Some(ConfigurationField)}</x></query>",
        6 => dice.OneIn(4) ? $"<query xmlns='http://jabber.org/protocol/muc#owner'><destroy jid='{Address()}'><reason>{Text}</reason></destroy></query>" : Odd(),
        7 => $"<query xmlns='http://jabber.org/protocol/disco#info'{(dice.OneIn(2) ? "" : $" node='{dice.Pick([Text, "x-roomuser-item", "http://jabber.org/protocol/muc#rooms"])}'")}/>",
        8 => $"<query xmlns='http://jabber.org/protocol/disco#items'>{(dice.OneIn(2) ? "" : Page())}</query>",
        9 => $"<query xmlns='jabber:iq:register'>{(dice.OneIn(2) ? "" : $"<x xmlns='jabber:x:data' type='submit'>{Field("FORM_TYPE", "http://jabber.org/protocol/muc#register")}{Field("muc#register_roomnick", dice.OneIn(3) ? Text : Nick)}</x>")}</query>",
        10 => $"<query xmlns='jabber:iq:roster'>{Some(() => $"<item jid='{Address()}' name='{Text}' subscription='{dice.Pick(["none", "remove", "both", "x"])}'><group>{Text}</group></item>")}</query>",
        11 => "<ping xmlns='urn:xmpp:ping'/>",
        12 => $"<{dice.Pick(["bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'", "vCard xmlns='vcard-temp'", "query xmlns='jabber:iq:version'", "time xmlns='urn:xmpp:time'", "query xmlns='urn:xmpp:mam:2'"])}/>",
        _ => Odd(),
    };

    private string AdminItem()
    {
        var nick = dice.OneIn(2) ? $" nick='{(dice.OneIn(6) ? Text : Nick)}'" : "";
        var jid = dice.OneIn(2) ? $" jid='{(dice.OneIn(4) ? Address() : User)}'" : "";
        var role = dice.OneIn(2) ? $" role='{dice.Pick(["none", "visitor", "participant", "moderator", "king", ""])}'" : "";
        var affiliation = dice.OneIn(2) ? $" affiliation='{dice.Pick(["none", "member", "member", "admin", "owner", "outcast", "king", ""])}'" : "";
        return $"<item{nick}{jid}{role}{affiliation}>{(dice.OneIn(3) ? $"<reason>{Text}</reason><actor nick='{Nick}'/>" : "")}</item>";
    }

    private string ConfigurationField()
    {
        var name = dice.Pick(["roomname", "roomdesc", "lang", "enablelogging", "changesubject", "allowinvites", "allowpm", "maxusers", "presencebroadcast", "publicroom", "persistentroom", "moderatedroom", "membersonly", "passwordprotectedroom", "roomsecret", "whois", "maxhistoryfetch", "roomadmins", "roomowners", "getmemberlist", "nonsense"]);
        var value = dice.Next(4) switch { 0 => Text, 1 => "1", 2 => "0", _ => dice.Pick(["anyone", "moderators", "participants", "none", "10", "moderator", User]) };
        return Field("muc#roomconfig_" + name, value);
    }

    private static string Field(string name, string value) => $"<field var='{name}'><value>{value}</value></field>";

    private string Page() => $"<set xmlns='http://jabber.org/protocol/rsm'><max>{Text}</max>{Tagged(dice.Pick(["after", "before", "index"]), "", Text)}</set>";

    /// <summary>An element that may mean something in one namespace and nothing in another.</summary>
    private string Odd()
    {
        var name = dice.Pick(["query", "query", "x", "item", "error", "ping", "set", "body"]);
        return Tagged(name, $" xmlns='{dice.Pick(Namespaces)}' jid='{User}'", dice.OneIn(2) ? "" : Tagged(name, $" xmlns='{dice.Pick(Namespaces)}'", Text));
    }

    private static string Tagged(string name, string attributes, string content) => $"<{name}{attributes}>{content}</{name}>";

    private string Some(Func<string> part) => string.Concat(Enumerable.Range(0, dice.Few(5)).Select(_ => part()));

    private string Lang() => dice.OneIn(10) ? $" xml:lang='{dice.Pick(["de", "", "x-klingon", new string('l', 40)])}'" : "";
}
