using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Connections;
using Orleans.Muc.Grains.Telemetry;
using Orleans.Muc.Rooms;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>What every room of a silo shares.</summary>
internal sealed class RoomSurroundings(
    MucIdentity identity, ServiceRules rules, IRoomStore store, MessageKeeping keeping, TimeProvider time, ILocalSiloDetails silo, AwakeGrains<IRoomGrain> awake, RoomWaking waking, RoomIndexes indexes, AwayQueue away, GrainsInstruments instruments)
{
    public MucIdentity Identity => identity;

    /// <summary>Where messages are not stored, nobody is owed any beyond the discussion history, and there is no archive.</summary>
    public ServiceRules Rules { get; } = rules with
    {
        MaxMissed = keeping.Stored ? rules.MaxMissed : 0,
        HasArchive = keeping.Stored,
        HasFullText = keeping.Stored && store.HasFullText,
        ArchiveDays = keeping.Days,
        NotifiesAway = away.IsListening,
    };

    public MessageKeeping Keeping => keeping;

    public TimeProvider Time => time;

    public ILocalSiloDetails Silo => silo;

    public AwakeGrains<IRoomGrain> Awake => awake;

    public RoomWaking Waking => waking;

    public RoomIndexes Indexes => indexes;

    public AwayQueue Away => away;

    public GrainsInstruments Instruments => instruments;
}
