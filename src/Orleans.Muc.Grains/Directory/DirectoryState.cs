namespace Orleans.Muc.Grains.Directory;

/// <summary>What is stored of one shelf of a directory.</summary>
[GenerateSerializer, Immutable, Alias("muc.directory-state")]
internal sealed record DirectoryState
{
    [Id(0)]
    public DirectoryEntry[] Rooms { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("muc.directory-entry")]
internal sealed record DirectoryEntry
{
    /// <summary>Bare JID.</summary>
    [Id(0)]
    public string Room { get; init; } = "";

    [Id(1)]
    public string? Name { get; init; }

    [Id(2)]
    public bool IsPublic { get; init; }

    [Id(3)]
    public bool IsPersistent { get; init; }

    [Id(4)]
    public string? Description { get; init; }

    [Id(5)]
    public string? Language { get; init; }

    /// <summary>Null in what was stored before this was told.</summary>
    [Id(6)]
    public bool? IsOpen { get; init; }

    /// <summary>Null in what was stored before this was told.</summary>
    [Id(7)]
    public bool? IsNonAnonymous { get; init; }
}
