using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Directory;

/// <summary>What a directory is told of a room, from what is stored of it.</summary>
internal static class DirectoryEntries
{
    public static DirectoryEntry Of(Jid room, RoomHead head)
    {
        var configuration = RoomConfiguration.FromFields(head.Configuration);
        return new DirectoryEntry
        {
            Room = room.ToString(),
            Name = configuration.RoomName,
            IsPublic = head.Status == HeadStatus.Open && configuration.PublicRoom,
            IsPersistent = configuration.PersistentRoom,
            Description = configuration.RoomDesc,
            Language = configuration.Lang,
            IsOpen = configuration.IsForAnybody,
            IsNonAnonymous = configuration.IsNonAnonymous,
        };
    }
}
