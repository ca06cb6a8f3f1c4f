namespace Orleans.Muc.Grains.Rooms;

/// <summary>Where a room's life stands, as stored.</summary>
public enum HeadStatus
{
    /// <summary>There is no room of this name.</summary>
    Absent = 0,

    /// <summary>Created, not yet configured (XEP-0045 §10.1).</summary>
    Locked = 1,

    Open = 2,

    /// <summary>It ended; its rows are deleted later, and the next creation takes the next incarnation.</summary>
    Destroyed = 3,
}

/// <summary>The head of a room: the authority on whether it exists, in which incarnation, and who may write (DESIGN: storage).</summary>
[GenerateSerializer, Alias("muc.room-head")]
public sealed class RoomHead
{
    [Id(0)]
    public HeadStatus Status { get; set; }

    /// <summary>Counts the activations that took over; every write names it.</summary>
    [Id(1)]
    public long Epoch { get; set; }

    [Id(2)]
    public long Incarnation { get; set; }

    /// <summary>Values by field name of the configuration form (XEP-0045 §16.5.3).</summary>
    [Id(3)]
    public Dictionary<string, string[]> Configuration { get; set; } = [];

    [Id(4)]
    public HeadSubject? Subject { get; set; }

    /// <summary>The key of the room's occupant ids (XEP-0421), made at its creation.</summary>
    [Id(5)]
    public byte[] OccupantIdKey { get; set; } = [];

    [Id(6)]
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>
    /// The connection grains that may have occupants: added before the first entry through one is announced, removed lazily. A new activation asks these.
    /// </summary>
    [Id(7)]
    public List<string> Connections { get; set; } = [];

    [Id(8)]
    public HeadTombstone? Tombstone { get; set; }

    /// <summary>The hats there are, oldest first. Who wears them is in the rows; ids that are missing here are those of destroyed ones.</summary>
    [Id(9)]
    public List<HeadHat> Hats { get; set; } = [];

    /// <summary>What is to be written to the rows as part of the last change of the head; null when it has been.</summary>
    [Id(10)]
    public HeadIntent? Intent { get; set; }

    /// <summary>The incarnations that are over and whose rows may still be there.</summary>
    [Id(11)]
    public List<long> RowsToDelete { get; set; } = [];
}

/// <summary>A hat, as stored (XEP-0317).</summary>
[GenerateSerializer, Alias("muc.room-hat")]
public sealed class HeadHat
{
    [Id(0)]
    public string Id { get; set; } = "";

    [Id(1)]
    public string Uri { get; set; } = "";

    [Id(2)]
    public string Title { get; set; } = "";

    [Id(3)]
    public string? Hue { get; set; }

    [Id(4)]
    public string? Lang { get; set; }
}

/// <summary>What stands at the name of a destroyed room, as stored.</summary>
[GenerateSerializer, Alias("muc.room-tombstone")]
public sealed class HeadTombstone
{
    [Id(0)]
    public string By { get; set; } = "";

    [Id(1)]
    public string? Reason { get; set; }

    [Id(2)]
    public string? Alternate { get; set; }

    [Id(3)]
    public DateTimeOffset Until { get; set; }
}

/// <summary>The subject as stored: the payload of the message that set it, and its author.</summary>
[GenerateSerializer, Alias("muc.room-subject")]
public sealed class HeadSubject
{
    [Id(0)]
    public string? Text { get; set; }

    [Id(1)]
    public string By { get; set; } = "";

    [Id(2)]
    public string? OccupantId { get; set; }

    [Id(3)]
    public DateTimeOffset At { get; set; }

    [Id(4)]
    public string StanzaId { get; set; } = "";

    [Id(5)]
    public byte[] Xml { get; set; } = [];

    [Id(6)]
    public string Session { get; set; } = "";

    [Id(7)]
    public long Counter { get; set; }
}
