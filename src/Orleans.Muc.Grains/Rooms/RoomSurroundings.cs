using Orleans.Muc.Abstractions;
using Orleans.Muc.Rooms;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>What every room of a silo shares.</summary>
internal sealed class RoomSurroundings(MucIdentity identity, TimeProvider time, ILocalSiloDetails silo, LocalRooms localRooms, RoomWaking waking, RoomIndexes indexes)
{
    public MucIdentity Identity => identity;

    public ServiceRules Rules { get; } = new(identity.Service, identity.Admins);

    public TimeProvider Time => time;

    public ILocalSiloDetails Silo => silo;

    public LocalRooms LocalRooms => localRooms;

    public RoomWaking Waking => waking;

    public RoomIndexes Indexes => indexes;
}
