namespace Orleans.Muc.Rooms;

/// <summary>Who may send private messages (muc#roomconfig_allowpm).</summary>
public enum AllowPm
{
    /// <summary>Every occupant.</summary>
    Anyone = 0,

    /// <summary>Occupants with voice.</summary>
    Participants = 1,

    /// <summary>Moderators.</summary>
    Moderators = 2,

    /// <summary>Nobody.</summary>
    None = 3,
}

/// <summary>Who may see real JIDs (muc#roomconfig_whois).</summary>
public enum Whois
{
    /// <summary>Moderators: the room is semi-anonymous.</summary>
    Moderators = 0,

    /// <summary>Everybody: the room is non-anonymous.</summary>
    Anyone = 1,
}

/// <summary>Who may register a nickname with the room and become a member by it (XEP-0045 §7.10).</summary>
public enum Registration
{
    /// <summary>The affiliated, who become no more than they were.</summary>
    Members = 0,

    /// <summary>Anybody whom an admin approves (§9.9).</summary>
    Approval = 1,

    /// <summary>Anybody.</summary>
    Open = 2,
}

/// <summary>Occupants by role: whose presence is broadcast (muc#roomconfig_presencebroadcast), who reads the member list (muc#roomconfig_getmemberlist).</summary>
[Flags]
public enum PresenceBroadcast
{
    /// <summary>Nobody's.</summary>
    None = 0,

    /// <summary>That of affiliated users who are not in the room; <c>none</c> on the wire, their role.</summary>
    Away = 1,

    /// <summary>Visitors'.</summary>
    Visitor = 2,

    /// <summary>Participants'.</summary>
    Participant = 4,

    /// <summary>Moderators'.</summary>
    Moderator = 8,

    /// <summary>That of everybody who is in the room.</summary>
    Present = Visitor | Participant | Moderator,
}

/// <summary>How a room is configured (XEP-0045 §10). The defaults make a public, temporary, open, unmoderated, semi-anonymous room.</summary>
public sealed record RoomConfiguration
{
    /// <summary>A name for people; "" without one.</summary>
    public string RoomName { get; init; } = "";

    /// <summary>A short description; "" without one.</summary>
    public string RoomDesc { get; init; } = "";

    /// <summary>The language of the discussion, as a language tag; "" without one.</summary>
    public string Lang { get; init; } = "";

    /// <summary>Whether the room outlives its last occupant's leaving.</summary>
    public bool PersistentRoom { get; init; }

    /// <summary>Whether the service lists the room.</summary>
    public bool PublicRoom { get; init; } = true;

    /// <summary>Whether only members may enter.</summary>
    public bool MembersOnly { get; init; }

    /// <summary>Whether newcomers without affiliation have no voice.</summary>
    public bool ModeratedRoom { get; init; }

    /// <summary>Who sees real JIDs.</summary>
    public Whois Whois { get; init; } = Whois.Moderators;

    /// <summary>The password to enter; null when none is needed.</summary>
    public string? RoomSecret { get; init; }

    /// <summary>Whether participants may change the subject; moderators always may.</summary>
    public bool ChangeSubject { get; init; }

    /// <summary>Whether members may invite to a members-only room; admins and owners always may.</summary>
    public bool AllowInvites { get; init; }

    /// <summary>Who may send private messages.</summary>
    public AllowPm AllowPm { get; init; } = AllowPm.Anyone;

    /// <summary>Occupants at most; null leaves it to the service.</summary>
    public int? MaxUsers { get; init; }

    /// <summary>Whose presence is broadcast.</summary>
    public PresenceBroadcast PresenceBroadcast { get; init; } = PresenceBroadcast.Present;

    /// <summary>Roles that may read the member list beside those whose affiliation lets them, provided that they see JIDs.</summary>
    public PresenceBroadcast GetMemberList { get; init; }

    /// <summary>Whether those outside may ask a public room who is inside.</summary>
    public bool PublicOccupants { get; init; }

    /// <summary>The XMPP URI of an associated publish-subscribe node; "" without one.</summary>
    public string PubSub { get; init; } = "";

    /// <summary>Where the public log can be read; "" without one.</summary>
    public string Logs { get; init; } = "";

    /// <summary>Distinguished name of the LDAP group that the membership is kept in by others, for information. Default none.</summary>
    public string LdapGroup { get; init; } = "";

    /// <summary>Bare JIDs of those who may be asked about the room, one to a line.</summary>
    public string ContactJids { get; init; } = "";

    /// <summary>Whether the discussion is logged publicly. Occupants are told.</summary>
    public bool EnableLogging { get; init; }

    /// <summary>Who may register.</summary>
    public Registration Registration { get; init; } = Registration.Members;

    /// <summary>Whether who has registered a nickname goes by that and no other.</summary>
    public bool EnforceRegisteredNick { get; init; }

    /// <summary>Seconds that have to pass between two messages of one user (XEP-0500); 0 for no slow mode.</summary>
    public int SlowModeDuration { get; init; }

    /// <summary>Messages of history a newcomer gets at most.</summary>
    public int MaxHistoryFetch { get; init; } = 20;

    /// <summary>Whether users with a nickname reserved are sent the messages that mention them while they are away (XEP-0452).</summary>
    public bool ForwardMentions { get; init; }

    /// <summary>Whether messages are kept: for newcomers, and in the archive.</summary>
    public bool EnableArchiving { get; init; } = true;

    /// <summary>Days that messages are shown and kept; 0 leaves it to the service.</summary>
    public int ArchiveDays { get; init; }

    /// <summary>Whether neither membership nor a password is asked for.</summary>
    public bool IsForAnybody => !MembersOnly && RoomSecret is null;

    /// <summary>Whether everybody inside is shown the JIDs of all.</summary>
    public bool IsNonAnonymous => Whois == Whois.Anyone;

    /// <summary>The configuration as form fields. Keys are the names of XEP-0045 §16.5.3.</summary>
    public IReadOnlyDictionary<string, string[]> ToFields() =>
        ConfigurationFields.All.ToDictionary(field => field.Var, field => field.Read(this), StringComparer.Ordinal);

    /// <summary>Reads what <see cref="ToFields"/> made. Unknown keys are ignored; what is missing or unreadable keeps its default.</summary>
    public static RoomConfiguration FromFields(IReadOnlyDictionary<string, string[]> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var read = new RoomConfiguration();
        foreach (var field in ConfigurationFields.All)
            if (fields.TryGetValue(field.Var, out var values))
                read = field.Write(read, values) ?? read;
        return read;
    }

    internal bool ShowsJidsTo(Role role) => IsNonAnonymous || role == Role.Moderator;

    /// <summary>Without the password, in case it gets into a log.</summary>
    public override string ToString() => nameof(RoomConfiguration);

    internal bool Broadcasts(Role role) => Includes(PresenceBroadcast, role);

    internal bool LetsReadMembers(Role role) => Includes(GetMemberList, role) && ShowsJidsTo(role);

    private static bool Includes(PresenceBroadcast roles, Role role) => role switch
    {
        Role.Visitor => roles.HasFlag(PresenceBroadcast.Visitor),
        Role.Participant => roles.HasFlag(PresenceBroadcast.Participant),
        Role.Moderator => roles.HasFlag(PresenceBroadcast.Moderator),
        _ => false,
    };
}
