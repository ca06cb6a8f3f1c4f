using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What holds for every room of a service.</summary>
/// <param name="Service">The domain of the rooms.</param>
/// <param name="Admins">Bare JIDs that are owners of every room without being on its list.</param>
public sealed record ServiceRules(Jid Service, IReadOnlySet<Jid> Admins)
{
    /// <summary>The domain of the accounts that can be reached; null for any.</summary>
    public Jid? Domain { get; init; }

    /// <summary>Messages of discussion history a room shows newcomers; a room's own limit can only be lower. Default 200.</summary>
    public int MaxHistory { get; init; } = 200;

    /// <summary>Messages that a member who was away is shown on coming back; a room keeps as many at hand. 0: they are shown history as anybody. Default 200.</summary>
    public int MaxMissed { get; init; } = 200;

    /// <summary>Bytes of the messages that a room keeps at hand for newcomers and for members who were away, the oldest dropped first. Default 1,048,576.</summary>
    public int MaxHistoryBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether messages are stored, so that rooms have an archive that can be asked (XEP-0313). Default false.</summary>
    public bool HasArchive { get; init; }

    /// <summary>Whether the archives can be searched for words (XEP-0431). Default false.</summary>
    public bool HasFullText { get; init; }

    /// <summary>Days that messages are shown and kept; a room's own limit can only be shorter. Default 0: without end.</summary>
    public int ArchiveDays { get; init; }

    /// <summary>Whether there is somebody to reach users who are mentioned while they are away. Default false.</summary>
    public bool NotifiesAway { get; init; }

    /// <summary>Occupants a room may have however it is configured. Default 20,000.</summary>
    public int MaxOccupants { get; init; } = 20_000;

    /// <summary>Admins and owners who are still admitted to a full room (XEP-0045 §7.2.9). Default 20.</summary>
    public int ReservedSeats { get; init; } = 20;

    /// <summary>Rows an affiliation list may have. Default 100,000.</summary>
    public int MaxAffiliations { get; init; } = 100_000;

    /// <summary>Items of one admin query. Default 500.</summary>
    public int MaxAdminItems { get; init; } = 500;

    /// <summary>Hats a room may have (XEP-0317). Default 50.</summary>
    public int MaxHats { get; init; } = 50;

    /// <summary>Hats that one person may wear in a room. Default 10.</summary>
    public int MaxHatsPerPerson { get; init; } = 10;

    /// <summary>Times that hats may be worn in a room in all; a change of a hat is told to everybody as often as it is worn. Default 1,000.</summary>
    public int MaxHatsWorn { get; init; } = 1_000;

    /// <summary>Bytes of a room's vCard, its images in base64 included. Default 131,072.</summary>
    public int MaxCardBytes { get; init; } = 128 * 1024;

    /// <summary>Bytes of the payload of a message that sets a subject: the room's head holds it, and every newcomer is sent it. Default 16,384.</summary>
    public int MaxSubjectBytes { get; init; } = 16 * 1024;

    /// <summary>Whether anybody may create rooms; otherwise only <see cref="Admins"/> do. Default true.</summary>
    public bool AnyoneMayCreate { get; init; } = true;

    /// <summary>Whether a new room is locked until its owner has configured it (XEP-0045 §10.1). Default true.</summary>
    public bool LockNewRooms { get; init; } = true;

    /// <summary>How long the name of a persistent room that was destroyed is kept from others. Default 31 days.</summary>
    public TimeSpan TombstoneLife { get; init; } = TimeSpan.FromDays(31);

    /// <summary>How long an occupant who was asked something through the room may take to answer, before the room answers for it. Default 2 minutes.</summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The configuration a new room begins with.</summary>
    public RoomConfiguration InitialConfiguration { get; init; } = new();

    /// <summary>Namespaces that rooms advertise for what is done outside of them, such as an archive. Default none.</summary>
    public ImmutableArray<string> Features { get; init; } = [];
}
