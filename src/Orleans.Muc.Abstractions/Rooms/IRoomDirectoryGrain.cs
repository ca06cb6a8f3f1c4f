using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>The rooms of a service, keyed by its domain, for disco#items (XEP-0045 §6.3).</summary>
[Alias("muc.IRoomDirectoryGrain")]
public interface IRoomDirectoryGrain : IGrainWithStringKey
{
    /// <summary>A room exists, or is another now.</summary>
    [Alias("Put")]
    Task Put(DirectoryRoom room);

    [Alias("Remove")]
    Task Remove(Jid room);

    /// <summary>Public rooms in ordinal order of their JIDs after <paramref name="after"/>, at most <paramref name="most"/> (1 to 1000).</summary>
    [Alias("List")]
    Task<RoomListing> List(string? after, int most);
}

[GenerateSerializer, Immutable, Alias("muc.room-listing")]
public sealed record RoomListing([property: Id(0)] ListedRoom[] Rooms, [property: Id(1)] int Total, [property: Id(2)] int FirstIndex);

[GenerateSerializer, Immutable, Alias("muc.listed-room")]
public sealed record ListedRoom([property: Id(0)] Jid Room, [property: Id(1)] string? Name);

/// <summary>What the directory knows of a room. One that is not public is in no list; one that is not persistent is woken after a crash, so that it can end.</summary>
[GenerateSerializer, Immutable, Alias("muc.directory-room")]
public sealed record DirectoryRoom([property: Id(0)] Jid Room, [property: Id(1)] string? Name, [property: Id(2)] bool IsPublic, [property: Id(3)] bool IsPersistent);
