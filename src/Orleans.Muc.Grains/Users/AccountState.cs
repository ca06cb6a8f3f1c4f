using Orleans.Muc.Abstractions.Users;

namespace Orleans.Muc.Grains.Users;

/// <summary>What is stored of an account: its SCRAM keys, one per hash, and the rooms that say it is registered with them.</summary>
[GenerateSerializer, Immutable, Alias("muc.account-state")]
internal sealed record AccountState
{
    [Id(0)]
    public ScramKeysWire[] Keys { get; init; } = [];

    /// <summary>Bare JIDs of rooms; an index only, the room's row is the truth.</summary>
    [Id(1)]
    public string[] Rooms { get; init; } = [];

    /// <summary>The account has been cancelled, so it has no keys, and what it leaves behind is being deleted.</summary>
    [Id(2)]
    public bool IsLeaving { get; init; }

    /// <summary>Whether there is nothing to be stored.</summary>
    public bool IsEmpty => Keys.Length == 0 && Rooms.Length == 0 && !IsLeaving;

    public bool Exists => Keys.Length > 0;
}
