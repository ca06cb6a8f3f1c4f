using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>How found rooms are ordered (XEP-0433 §6.1).</summary>
public enum ChannelOrder
{
    /// <summary>Most occupants first, by address among equals.</summary>
    Occupants = 0,

    /// <summary>Ordinally by address.</summary>
    Address = 1,
}

/// <summary>Where words are looked for.</summary>
[Flags]
public enum SearchedText
{
    None = 0,
    Name = 1,
    Description = 2,
    Address = 4,
}

/// <summary>The place of a room among others in either order.</summary>
[GenerateSerializer, Immutable, Alias("muc.channel-position")]
public sealed record ChannelPosition([property: Id(0)] int Occupants, [property: Id(1)] string Address)
{
    /// <summary>Negative when this place comes before the other.</summary>
    public int CompareTo(ChannelPosition other, ChannelOrder order)
    {
        ArgumentNullException.ThrowIfNull(other);
        var byOccupants = order == ChannelOrder.Occupants ? other.Occupants.CompareTo(Occupants) : 0;
        return byOccupants != 0 ? byOccupants : string.CompareOrdinal(Address, other.Address);
    }
}

/// <summary>A question for public rooms, and which of them are wanted.</summary>
[GenerateSerializer, Immutable, Alias("muc.channel-query")]
public sealed record ChannelQuery
{
    /// <summary>Words in lower case, each of which a room must have somewhere; empty for every room.</summary>
    [Id(0)]
    public string[] Words { get; init; } = [];

    [Id(1)]
    public SearchedText In { get; init; }

    /// <summary>Occupants at least. A room whose number isn't known counts as empty.</summary>
    [Id(2)]
    public int LeastOccupants { get; init; }

    [Id(3)]
    public ChannelOrder Order { get; init; }

    /// <summary>Only rooms behind that place; null from the first on.</summary>
    [Id(4)]
    public ChannelPosition? After { get; init; }

    /// <summary>Only rooms before that place, the nearest ones; null without it.</summary>
    [Id(5)]
    public ChannelPosition? Before { get; init; }

    /// <summary>Whether the last ones are wanted instead of the first.</summary>
    [Id(6)]
    public bool Backwards { get; init; }

    /// <summary>Rooms at most.</summary>
    [Id(7)]
    public int Most { get; init; }

    /// <summary>The wanted ones of those, in order.</summary>
    public FoundChannel[] Choose(IEnumerable<FoundChannel> found)
    {
        var ordered = found.Order(Comparer<FoundChannel>.Create((one, other) => one.Position.CompareTo(other.Position, Order)));
        return [.. Backwards ? ordered.TakeLast(Most) : ordered.Take(Most)];
    }
}

/// <summary>What was found among some of the rooms.</summary>
/// <param name="Rooms">The wanted rooms, in order.</param>
/// <param name="Matches">How many match the question, wanted or not.</param>
/// <param name="Preceding">How many of these come before the first wanted one could.</param>
/// <param name="Next">Where to go on; null when all rooms have been looked at.</param>
[GenerateSerializer, Immutable, Alias("muc.channels-found")]
public sealed record ChannelsFound(
    [property: Id(0)] FoundChannel[] Rooms,
    [property: Id(1)] int Matches,
    [property: Id(2)] int Preceding,
    [property: Id(3)] string? Next);

/// <summary>A public room as a search tells of it. Null is what isn't known.</summary>
[GenerateSerializer, Immutable, Alias("muc.found-channel")]
public sealed record FoundChannel
{
    [Id(0)]
    public required Jid Room { get; init; }

    [Id(1)]
    public string? Name { get; init; }

    [Id(2)]
    public string? Description { get; init; }

    [Id(3)]
    public string? Language { get; init; }

    [Id(4)]
    public int? Occupants { get; init; }

    /// <summary>Whether one enters without membership and password.</summary>
    [Id(5)]
    public bool? IsOpen { get; init; }

    [Id(6)]
    public bool? IsNonAnonymous { get; init; }

    public ChannelPosition Position => new(Occupants ?? 0, Room.ToString());
}
