using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>The rooms of a service, keyed by its domain, for disco#items (XEP-0045 §6.3) and channel search (XEP-0433).</summary>
[Alias("muc.IRoomDirectoryGrain")]
public interface IRoomDirectoryGrain : IGrainWithStringKey
{
    /// <summary>A room exists, or is another now.</summary>
    [Alias("Put")]
    Task Put(DirectoryRoom room);

    [Alias("Remove")]
    Task Remove(Jid room);

    /// <summary>A page of the public rooms in ordinal order of their JIDs, 1000 at most.</summary>
    [Alias("ListPage")]
    Task<RoomListing> List(RoomPage page);

    /// <summary>
    /// What matches among the next few thousand public rooms whose addresses come after <paramref name="from"/>: so that one question never keeps the directory from others for
    /// long. The asker goes on at <see cref="ChannelsFound.Next"/>, and puts the parts together.
    /// </summary>
    [Alias("Search")]
    Task<ChannelsFound> Search(ChannelQuery query, string? from);
}

/// <summary>Which page (XEP-0059); all null for the first.</summary>
[GenerateSerializer, Immutable, Alias("muc.room-page")]
public sealed record RoomPage
{
    [Id(0)]
    public int Most { get; init; }

    [Id(1)]
    public string? After { get; init; }

    [Id(2)]
    public string? Before { get; init; }

    [Id(3)]
    public int? Index { get; init; }
}

[GenerateSerializer, Immutable, Alias("muc.room-listing")]
public sealed record RoomListing([property: Id(0)] ListedRoom[] Rooms, [property: Id(1)] int Total, [property: Id(2)] int FirstIndex);

[GenerateSerializer, Immutable, Alias("muc.listed-room")]
public sealed record ListedRoom([property: Id(0)] Jid Room, [property: Id(1)] string? Name);

/// <summary>What the directory knows of a room. One that is not public is in no list; one that is not persistent is woken after a crash, so that it can end.</summary>
[GenerateSerializer, Immutable, Alias("muc.directory-room")]
public sealed record DirectoryRoom([property: Id(0)] Jid Room, [property: Id(1)] string? Name, [property: Id(2)] bool IsPublic, [property: Id(3)] bool IsPersistent)
{
    [Id(4)]
    public string? Description { get; init; }

    /// <summary>A language tag.</summary>
    [Id(5)]
    public string? Language { get; init; }

    /// <summary>Whether one enters without membership and password.</summary>
    [Id(6)]
    public bool IsOpen { get; init; }

    /// <summary>Whether everybody inside sees the JIDs of all.</summary>
    [Id(7)]
    public bool IsNonAnonymous { get; init; }

    [Id(8)]
    public int Occupants { get; init; }
}
