using Orleans.Muc.Users;

namespace Orleans.Muc.Backup;

/// <summary>What is archived by default, by the names of XEP-0441 §2.1.</summary>
internal static class StoredPreferences
{
    private static readonly Dictionary<string, ArchiveDefault> Defaults = new(StringComparer.Ordinal)
    {
        ["always"] = ArchiveDefault.Always,
        ["never"] = ArchiveDefault.Never,
        ["roster"] = ArchiveDefault.Roster,
    };

    /// <summary>The name of a stored number.</summary>
    public static string Name(int stored) => Defaults.First(pair => (int)pair.Value == stored).Key;

    /// <summary>The number; null for another name.</summary>
    public static int? Number(string? name) => name is not null && Defaults.TryGetValue(name, out var value) ? (int)value : null;
}
