using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>A user's long-lived standing with a room (XEP-0045 §5.2), kept by bare JID.</summary>
public enum Affiliation
{
    /// <summary>Banned.</summary>
    Outcast = -1,

    /// <summary>No affiliation.</summary>
    None = 0,

    /// <summary>Registered with the room, admitted when it is members-only.</summary>
    Member = 1,

    /// <summary>May ban, and manage members and moderators.</summary>
    Admin = 2,

    /// <summary>May do everything, configuration and destruction included.</summary>
    Owner = 3,
}

/// <summary>An occupant's standing for as long as the stay lasts (XEP-0045 §5.1).</summary>
public enum Role
{
    /// <summary>Not in the room.</summary>
    None = 0,

    /// <summary>Present without voice.</summary>
    Visitor = 1,

    /// <summary>Present with voice.</summary>
    Participant = 2,

    /// <summary>May kick, give voice and take it.</summary>
    Moderator = 3,
}

/// <summary>The names that affiliations and roles have on the wire.</summary>
internal static class StandingNames
{
    public static string ToName(this Affiliation affiliation) => AffiliationNames.Of((int)affiliation);

    public static string ToName(this Role role) => role switch
    {
        Role.Visitor => "visitor",
        Role.Participant => "participant",
        Role.Moderator => "moderator",
        _ => "none",
    };

    public static Affiliation? ToAffiliation(this string? name) => (Affiliation?)AffiliationNames.Find(name);

    public static Role? ToRole(this string? name) => name switch
    {
        "none" => Role.None,
        "visitor" => Role.Visitor,
        "participant" => Role.Participant,
        "moderator" => Role.Moderator,
        _ => null,
    };
}
