using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Properties;

/// <summary>Performs random moves on a stage.</summary>
internal sealed class Play
{
    private static readonly string[] Nicks = ["Romeo", "Juliet", "Rosaline", "Mercutio", "Jules", "Merc", "Rorneo", "JuIiet", "Ro\u0455aline"];
    private static readonly string[] Affiliations = ["owner", "admin", "member", "none", "outcast"];
    private static readonly string[] HatUris = ["urn:host", "urn:scribe", "urn:jester", "urn:scribe", "nonsense"];
    private static readonly string[] Roles = ["none", "visitor", "participant", "moderator"];

    private static readonly (string Var, string[] Values)[] Options =
    [
        ("muc#roomconfig_membersonly", ["0", "1"]),
        ("muc#roomconfig_moderatedroom", ["0", "1"]),
        ("muc#roomconfig_whois", ["moderators", "anyone", "moderators"]),
        ("muc#roomconfig_persistentroom", ["1", "1", "0"]),
        ("muc#roomconfig_presencebroadcast", ["none", "visitor", "participant", "moderator"]),
        ("muc#roomconfig_roomsecret", ["", "", "cauldronburn"]),
        ("muc#roomconfig_allowpm", ["anyone", "participants", "moderators", "none", "nonsense"]),
        ("muc#roomconfig_maxusers", ["none", "3", "-1"]),
        ("muc#roomconfig_roomadmins", ["juliet@verona.lit", "", "@"]),
        ("muc#roomconfig_roomowners", ["romeo@verona.lit", "juliet@verona.lit", ""]),
        ("muc#roomconfig_changesubject", ["0", "1"]),
        ("muc#roomconfig_enablelogging", ["0", "1"]),
        ("muc#roomconfig_getmemberlist", ["participant", "moderator", ""]),
        ("muc#roomconfig_slow_mode_duration", ["0", "10", "-3"]),
        ("{urn:orleans-muc:roomconfig}registration", ["members", "approval", "open"]),
        ("{urn:orleans-muc:roomconfig}enforce_registered_nick", ["0", "1"]),
    ];

    private readonly Person[] cast;
    private int unanswered;

    public Play()
    {
        Stage = new Stage();
        cast =
        [
            Stage.Romeo,
            Stage.Add(new Person("Romeo", "phone")),
            Stage.Juliet,
            Stage.Add(new Person("Juliet", "phone")),
            Stage.Rosaline,
            Stage.Mercutio,
            Stage.Add(new Person("Prince")),
        ];
    }

    public Stage Stage { get; }

    public void Begin()
    {
        Stage.Enters(Stage.Romeo);
        Stage.Configures(Stage.Romeo, ("muc#roomconfig_persistentroom", "1"));
        Stage.Enters(Stage.Juliet);
        Stage.Defines(Stage.Romeo, HatUris[0], "Host");
        Stage.Defines(Stage.Romeo, HatUris[1], "Scribe");
        Stage.Assigns(Stage.Romeo, HatUris[0], Stage.Juliet.BareJid);
        Stage.ForgetAll();
    }

    public void Perform(Move move)
    {
        var who = cast[move.Who % cast.Length];
        var whom = cast[move.Whom % cast.Length];
        var nick = Nicks[move.Detail % Nicks.Length];
        Stage.Now = Stage.Now.AddSeconds((move.Detail % 40) - 5);
        switch (move.Kind)
        {
            case < 18:
                Enter(who, nick, move);
                break;
            case < 22:
                ChangeHats(who, whom, move);
                break;
            case < 30:
                Stage.Leaves(who, "<status>bye</status>");
                break;
            case < 38:
                Stage.ShowsPresence(who, nick, move.Detail % 3 == 0 ? "" : "<show>away</show>");
                break;
            case < 43:
                Stage.Says(who, "hello");
                break;
            case < 46:
                Petition(who, whom, nick, move);
                break;
            case < 49:
                Stage.Whispers(who, nick, "psst");
                break;
            case < 52:
                Stage.SetsSubject(who, $"subject {move.Detail}");
                break;
            case < 85:
                Ask(who, whom, nick, move);
                break;
            default:
                Disturb(who, whom, move);
                break;
        }
    }

    private void Enter(Person who, string nick, Move move) => Stage.Enters(
        who,
        move.Detail % 4 == 0 ? nick : who.Name,
        (move.Detail % 5 == 0 ? "" : "<password>cauldronburn</password><history maxstanzas='3'/>") + (move.Detail % 3 == 0 ? "<mav xmlns='urn:xmpp:muc:affiliations:1'/>" : ""),
        move.Detail % 7 == 0 ? "<show>dnd</show>" : "");

    private void ChangeHats(Person who, Person whom, Move move)
    {
        var uri = HatUris[move.Detail % HatUris.Length];
        switch (move.Detail % 9)
        {
            case < 2:
                Stage.Defines(who, uri, $"Hat {move.Whom % 2}", move.Whom % 3 == 0 ? "120" : "");
                break;
            case < 5:
                Stage.Assigns(who, uri, whom.BareJid);
                break;
            case 5:
                Stage.Unassigns(who, uri, whom.FullJid);
                break;
            case 6:
                Stage.Runs(who, "destroy", ("hats#uri", uri));
                break;
            case 7:
                Stage.Runs(who, move.Whom % 2 == 0 ? "list" : "list-assigned");
                break;
            default:
                Stage.Commands(who, $"node='{Ns.HatCommands}:assign'");
                break;
        }
    }

    private void Ask(Person who, Person whom, string nick, Move move)
    {
        switch (move.Kind)
        {
            case < 64:
                Stage.Grants(who, Affiliations[move.Detail % Affiliations.Length], whom, move.Detail % 3 == 0 ? $"nick='{nick}'" : "");
                break;
            case < 70:
                Stage.Appoints(who, Roles[move.Detail % Roles.Length], nick);
                break;
            case < 76:
                var (name, values) = Options[move.Detail % Options.Length];
                Stage.Configures(who, (name, values[move.Whom % values.Length]));
                break;
            case < 79:
                Stage.Registers(who, nick);
                break;
            case < 81:
                Stage.Unregisters(who);
                break;
            case < 83:
                var other = $"<item affiliation='{Affiliations[move.Detail % 5]}' jid='{whom.BareJid}'/>";
                Stage.Administers(who, other + $"<item affiliation='{Affiliations[move.Whom % 5]}' jid='{who.BareJid}' nick='{nick}'/>");
                break;
            default:
                Read(who, nick, move);
                break;
        }
    }

    /// <summary>What an occupant asks of others through the room.</summary>
    private void Petition(Person who, Person whom, string nick, Move move)
    {
        switch (move.Detail % 8)
        {
            case 0:
                Fill(who, Ns.MucRequest, ("muc#role", "participant"));
                break;
            case 1:
                Fill(who, Ns.MucRequest, ("muc#role", "participant"), ("muc#jid", whom.FullJid), ("muc#roomnick", nick), ("muc#request_allow", "1"));
                break;
            case 2:
                Fill(who, Ns.MucRegister, ("muc#jid", whom.BareJid), ("muc#register_roomnick", nick), ("muc#register_allow", "1"));
                break;
            case 3:
                Stage.Send(who, $"<presence type='probe' to='{Stage.RoomJid}/{nick}'/>");
                break;
            case 4:
                Stage.Send(who, $"<iq id='w{++unanswered}' type='get' to='{Stage.RoomJid}/{nick}'><query xmlns='jabber:iq:version'/></iq>");
                break;
            case 5:
                Stage.Send(who, $"<message type='groupchat'><retract xmlns='{Ns.Retraction}' id='{SaidLast}'/></message>");
                break;
            default:
                Stage.Asks(who, "set", $"<moderate xmlns='{Ns.Moderation}' id='{SaidLast}'><retract xmlns='{Ns.Retraction}'/></moderate>");
                break;
        }
    }

    private string SaidLast => Stage.Events.OfType<MessageSpoken>().LastOrDefault()?.Message.Id.Value ?? "none";

    private void Fill(Person who, string kind, params (string Var, string Value)[] fields)
    {
        var form = new DataForm("submit", kind);
        foreach (var (name, value) in fields)
            form.Fields.Add(new FormField(name, null, value));
        Stage.Send(who, $"<message>{form.ToElement()}</message>");
    }

    private void Read(Person who, string nick, Move move)
    {
        switch (move.Detail % 7)
        {
            case 0:
                Stage.Reads(who, $"affiliation='{Affiliations[move.Whom % Affiliations.Length]}'");
                break;
            case 1:
                Stage.Reads(who, $"role='{Roles[move.Whom % Roles.Length]}'");
                break;
            case 2:
                Stage.Asks(who, "get", $"<query xmlns='{Ns.DiscoInfo}'/>");
                break;
            case 3:
                Stage.Asks(who, "get", $"<query xmlns='{Ns.MucOwner}'/>");
                break;
            case 4:
                Stage.AsksOccupant(who, nick, $"<ping xmlns='{Ns.Ping}'/>");
                break;
            case 5:
                Stage.Asks(who, "get", $"<query xmlns='{Ns.Register}'/>");
                break;
            default:
                Stage.Asks(who, "set", "<nonsense xmlns='nothing'/>");
                break;
        }
    }

    private void Disturb(Person who, Person whom, Move move)
    {
        switch (move.Kind)
        {
            case < 89:
                Stage.Hand(new VisitLost(who.Visit));
                break;
            case < 91:
                Stage.Hand(new SessionEnded(who.Visit));
                break;
            case < 92:
                Stage.Hand(new AccountRemoved(who.Visit, whom.Visit.FullJid.Bare));
                break;
            case < 94:
                Stage.Send(who, $"<message><x xmlns='{Ns.MucUser}'><invite to='{whom.BareJid}'/></x></message>");
                break;
            case < 96 when Stage.Room.Exists:
                Stage.Restore();
                break;
            case 96 when move.Detail % 4 == 0:
                Stage.Asks(who, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
                break;
            default:
                Stage.ShowsPresence(who, Nicks[move.Detail % Nicks.Length], $"<x xmlns='{Ns.MucUser}'><item jid='{whom.FullJid}'/></x>");
                break;
        }
    }
}
