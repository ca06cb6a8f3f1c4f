namespace Orleans.Muc.Rooms;

/// <summary>What the status codes of XEP-0045 §16.6.2 mean.</summary>
internal enum StatusCode
{
    /// <summary>Anybody in the room may see the real JID.</summary>
    NonAnonymousRoom = 100,

    /// <summary>The recipient's affiliation changed while not in the room.</summary>
    AffiliationChangedWhileAway = 101,

    /// <summary>The room now shows members who are away.</summary>
    NowShowsUnavailable = 102,

    /// <summary>The room no longer shows members who are away.</summary>
    NowHidesUnavailable = 103,

    /// <summary>The room was configured otherwise.</summary>
    ConfigurationChanged = 104,

    /// <summary>This presence is the recipient's own.</summary>
    SelfPresence = 110,

    /// <summary>The room is now logged publicly, or is when one enters.</summary>
    LoggingEnabled = 170,

    /// <summary>The room is no longer logged publicly.</summary>
    LoggingDisabled = 171,

    /// <summary>The room is now non-anonymous.</summary>
    NowNonAnonymous = 172,

    /// <summary>The room is now semi-anonymous.</summary>
    NowSemiAnonymous = 173,

    /// <summary>The room was created by this entry.</summary>
    RoomCreated = 201,

    /// <summary>The service gave the occupant another nickname than asked for.</summary>
    NickModified = 210,

    /// <summary>Banned.</summary>
    Banned = 301,

    /// <summary>Not gone, but known by another nickname.</summary>
    NickChanged = 303,

    /// <summary>Kicked.</summary>
    Kicked = 307,

    /// <summary>Removed because an affiliation was lost.</summary>
    AffiliationLost = 321,

    /// <summary>Removed because the room became members-only.</summary>
    BecameMembersOnly = 322,

    /// <summary>Removed because the service shuts down.</summary>
    ServiceShutdown = 332,

    /// <summary>Removed because of a technical problem.</summary>
    TechnicalProblem = 333,
}
