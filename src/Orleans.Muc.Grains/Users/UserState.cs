namespace Orleans.Muc.Grains.Users;

/// <summary>What is stored of a user. Addresses are texts, so that every storage can write them.</summary>
[GenerateSerializer, Immutable, Alias("muc.user-state")]
internal sealed record UserState
{
    [Id(0)]
    public long RosterVersion { get; init; }

    [Id(1)]
    public ContactState[] Contacts { get; init; } = [];

    /// <summary>Keys of the connection grains that may have sessions of the account: whom a new activation asks.</summary>
    [Id(2)]
    public string[] Connections { get; init; } = [];

    /// <summary>What the account has chosen of its archive; null before it has.</summary>
    [Id(3)]
    public ArchivePreferencesState? Archive { get; init; }
}

/// <summary><see cref="Default"/> is the number of <see cref="Orleans.Muc.Users.ArchiveDefault"/>.</summary>
[GenerateSerializer, Immutable, Alias("muc.archive-preferences-state")]
internal sealed record ArchivePreferencesState
{
    [Id(0)]
    public int Default { get; init; }

    [Id(1)]
    public string[] Always { get; init; } = [];

    [Id(2)]
    public string[] Never { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("muc.contact-state")]
internal sealed record ContactState
{
    [Id(0)]
    public string Jid { get; init; } = "";

    [Id(1)]
    public string? Name { get; init; }

    [Id(2)]
    public string[] Groups { get; init; } = [];
}
