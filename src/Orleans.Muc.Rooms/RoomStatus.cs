namespace Orleans.Muc.Rooms;

/// <summary>Where a room is in its life.</summary>
public enum RoomStatus
{
    /// <summary>Nobody has created it; the next entry does.</summary>
    Absent = 0,

    /// <summary>Created and awaiting its first configuration; only its owner is inside (XEP-0045 §10.1.1).</summary>
    Locked = 1,

    /// <summary>Open for business.</summary>
    Open = 2,

    /// <summary>Destroyed; the next entry creates it anew.</summary>
    Destroyed = 3,
}
