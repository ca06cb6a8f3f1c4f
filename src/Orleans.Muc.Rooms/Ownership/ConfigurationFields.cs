using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The fields of the configuration form (XEP-0045 §16.5.3), in the order they are shown and taken; the room's own, which are not registered, are named as XEP-0068 §3.4 has it.</summary>
internal static class ConfigurationFields
{
    private const string Own = "{urn:orleans-muc:roomconfig}";
    private const int MostSeats = 100_000;
    private const int MostHistory = 10_000;
    private const int MostSecret = 256;
    private const int MostContacts = 20;
    private const int LongestSlowMode = 86_400;
    private const int MostDays = 36_500;

    private static readonly (string Label, string Value, PresenceBroadcast Meaning)[] Broadcasts =
    [
        ("Members who are away", "none", PresenceBroadcast.Away),
        ("Visitors", "visitor", PresenceBroadcast.Visitor),
        ("Participants", "participant", PresenceBroadcast.Participant),
        ("Moderators", "moderator", PresenceBroadcast.Moderator),
    ];

    private static readonly (string Label, string Value, PresenceBroadcast Meaning)[] MemberListReaders = [.. Broadcasts.Where(option => option.Meaning != PresenceBroadcast.Away)];

    public static ConfigurationField[] All { get; } =
    [
        ConfigurationField.Text(("muc#roomconfig_roomname", "Name", 256), room => room.RoomName, (room, text) => room with { RoomName = text }),
        ConfigurationField.Text(("muc#roomconfig_roomdesc", "Description", 2048), room => room.RoomDesc, (room, text) => room with { RoomDesc = text }),
        ConfigurationField.Text(("muc#roomconfig_lang", "Language of the discussion", 64), room => room.Lang, (room, text) => room with { Lang = text }),
        ConfigurationField.Boolean(
            ("muc#roomconfig_persistentroom", "Keep the room when everybody has left"),
            room => room.PersistentRoom,
            (room, value) => room with { PersistentRoom = value }),
        ConfigurationField.Boolean(
            ("muc#roomconfig_publicroom", "List the room publicly"),
            room => room.PublicRoom,
            (room, value) => room with { PublicRoom = value }),
        ConfigurationField.Boolean(
            ("muc#roomconfig_membersonly", "Admit members only"),
            room => room.MembersOnly,
            (room, value) => room with { MembersOnly = value }),
        ConfigurationField.Boolean(
            ("muc#roomconfig_moderatedroom", "Only people given voice may speak"),
            room => room.ModeratedRoom,
            (room, value) => room with { ModeratedRoom = value }),
        ConfigurationField.Choice(
            ("muc#roomconfig_whois", "Who may see real JIDs", [("Moderators", "moderators", Whois.Moderators), ("Anyone", "anyone", Whois.Anyone)]),
            room => room.Whois,
            (room, value) => room with { Whois = value }),

        // The secret comes before the switch, so that one alone decides and both together must agree.
        new("muc#roomconfig_roomsecret", "text-private", "Password")
        {
            Read = room => room.RoomSecret is { } secret ? [secret] : [],
            Write = (room, values) => string.Concat(values) is var secret && secret.Length <= MostSecret
                ? room with { RoomSecret = secret.Length == 0 ? null : secret }
                : null,
        },
        ConfigurationField.Boolean(
            ("muc#roomconfig_passwordprotectedroom", "Ask for the password on entering"),
            room => room.RoomSecret is not null,
            (room, value) => !value ? room with { RoomSecret = null } : room.RoomSecret is null ? null : room),
        ConfigurationField.Boolean(
            ("muc#roomconfig_changesubject", "Let participants change the subject"),
            room => room.ChangeSubject,
            (room, value) => room with { ChangeSubject = value }),
        ConfigurationField.Boolean(
            ("muc#roomconfig_allowinvites", "Let members invite to a members-only room"),
            room => room.AllowInvites,
            (room, value) => room with { AllowInvites = value }),
        ConfigurationField.Choice(
            ("muc#roomconfig_allowpm", "Who may send private messages",
            [
                ("Anyone", "anyone", AllowPm.Anyone),
                ("Anyone with voice", "participants", AllowPm.Participants),
                ("Moderators", "moderators", AllowPm.Moderators),
                ("Nobody", "none", AllowPm.None),
            ]),
            room => room.AllowPm,
            (room, value) => room with { AllowPm = value }),
        new("muc#roomconfig_maxusers", "list-single", "Most occupants")
        {
            Options = [.. new[] { "10", "20", "50", "100", "200", "500", "1000", "5000" }.Select(seats => (seats, seats)), ("No limit", "none")],
            Read = room => [room.MaxUsers?.ToString(CultureInfo.InvariantCulture) ?? "none"],
            Write = WriteMaxUsers,
        },
        new("muc#roomconfig_presencebroadcast", "list-multi", "Whose presence is shown")
        {
            Options = [.. Broadcasts.Select(option => (option.Label, option.Value))],
            Read = room => [.. Broadcasts.Where(option => room.PresenceBroadcast.HasFlag(option.Meaning)).Select(option => option.Value)],
            Write = WritePresenceBroadcast,
        },
        new("muc#roomconfig_getmemberlist", "list-multi", "Who else may read the member list, of those who see JIDs")
        {
            Options = [.. MemberListReaders.Select(option => (option.Label, option.Value))],
            Read = room => [.. MemberListReaders.Where(option => room.GetMemberList.HasFlag(option.Meaning)).Select(option => option.Value)],
            Write = WriteGetMemberList,
        },
        ConfigurationField.Boolean(
            (Own + "public_occupants", "Tell anybody who asks a public room who is inside"),
            room => room.PublicOccupants,
            (room, value) => room with { PublicOccupants = value }),
        ConfigurationField.Text(("muc#roomconfig_pubsub", "XMPP URI of an associated publish-subscribe node", 1024), room => room.PubSub, (room, text) => room with { PubSub = text }),
        ConfigurationField.Text(("muc#roominfo_logs", "Address of the public log", 1024), room => room.Logs, (room, text) => room with { Logs = text }),
        ConfigurationField.Text(
            ("muc#roominfo_ldapgroup", "LDAP group by which the membership is kept elsewhere, for information", 1024),
            room => room.LdapGroup,
            (room, text) => room with { LdapGroup = text }),
        new("muc#roominfo_contactjid", "jid-multi", "Contact addresses, shown to anybody")
        {
            Read = room => room.ContactJids.Length == 0 ? [] : room.ContactJids.Split('\n'),
            Write = WriteContactJids,
        },
        ConfigurationField.Boolean(
            ("muc#roomconfig_enablelogging", "Log the discussion publicly"),
            room => room.EnableLogging,
            (room, value) => room with { EnableLogging = value }),
        // Four names are in use for one thing: Prosody's, that of others, ejabberd's, and the one that says it most plainly.
        ConfigurationField.Boolean(
            ("muc#roomconfig_enablearchiving", "Keep messages for newcomers and those who were away"),
            room => room.EnableArchiving,
            (room, value) => room with { EnableArchiving = value }) with { Aliases = ["muc#roomconfig_mam", "mam", Own + "archive"] },
        new(Own + "archive_days", "text-single", "Days that messages are kept, 0 for as long as the service keeps them")
        {
            Least = 0,
            Read = room => [room.ArchiveDays.ToString(CultureInfo.InvariantCulture)],
            Write = (room, values) => ConfigurationField.Number(values, 0, MostDays) is { } days ? room with { ArchiveDays = days } : null,
        },
        ConfigurationField.Choice(
            (Own + "registration", "Who may register a nickname",
            [
                ("Members", "members", Registration.Members),
                ("Anyone whom an admin approves", "approval", Registration.Approval),
                ("Anyone", "open", Registration.Open),
            ]),
            room => room.Registration,
            (room, value) => room with { Registration = value }),
        ConfigurationField.Boolean(
            (Own + "enforce_registered_nick", "Hold people to the nickname they have registered"),
            room => room.EnforceRegisteredNick,
            (room, value) => room with { EnforceRegisteredNick = value }),
        new("muc#roomconfig_slow_mode_duration", "text-single", "Slow mode: seconds between two messages of one person, 0 for none")
        {
            Least = 0,
            Read = room => [room.SlowModeDuration.ToString(CultureInfo.InvariantCulture)],
            Write = (room, values) => ConfigurationField.Number(values, 0, LongestSlowMode) is { } seconds ? room with { SlowModeDuration = seconds } : null,
        },
        ConfigurationField.Boolean(
            ("muc#roomconfig_forwardmentions", "Forward messages with mentions to affiliated users who are away"),
            room => room.ForwardMentions,
            (room, value) => room with { ForwardMentions = value }),
        new("muc#maxhistoryfetch", "text-single", "Most messages of history on entering")
        {
            Least = 0,
            Read = room => [room.MaxHistoryFetch.ToString(CultureInfo.InvariantCulture)],
            Write = (room, values) => ConfigurationField.Number(values, 0, MostHistory) is { } most ? room with { MaxHistoryFetch = most } : null,
        },
    ];

    private static RoomConfiguration? WriteMaxUsers(RoomConfiguration room, IReadOnlyList<string> values)
    {
        if (values is ["none"])
            return room with { MaxUsers = null };
        return ConfigurationField.Number(values, 1, MostSeats) is { } seats ? room with { MaxUsers = seats } : null;
    }

    private static RoomConfiguration? WritePresenceBroadcast(RoomConfiguration room, IReadOnlyList<string> values) =>
        Roles(Broadcasts, values) is { } chosen ? room with { PresenceBroadcast = chosen } : null;

    private static RoomConfiguration? WriteGetMemberList(RoomConfiguration room, IReadOnlyList<string> values) =>
        Roles(MemberListReaders, values) is { } chosen ? room with { GetMemberList = chosen } : null;

    private static PresenceBroadcast? Roles((string Label, string Value, PresenceBroadcast Meaning)[] options, IReadOnlyList<string> values)
    {
        var chosen = PresenceBroadcast.None;
        foreach (var value in values)
        {
            if (Array.Find(options, option => option.Value == value) is not { Value: not null } option)
                return null;
            chosen |= option.Meaning;
        }

        return chosen;
    }

    private static RoomConfiguration? WriteContactJids(RoomConfiguration room, IReadOnlyList<string> values)
    {
        List<string> jids = [];
        foreach (var value in values.Where(value => value.Length > 0))
        {
            if (!Jid.TryParse(value, out var jid) || jids.Count == MostContacts)
                return null;
            jids.Add(jid.Bare.ToString());
        }

        return room with { ContactJids = string.Join('\n', jids) };
    }
}
