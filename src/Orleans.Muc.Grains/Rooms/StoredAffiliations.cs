using Orleans.Muc.Rooms;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>Affiliations of rows by the spec's names.</summary>
internal static class StoredAffiliations
{
    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["outcast"] = (int)Affiliation.Outcast,
        ["none"] = (int)Affiliation.None,
        ["member"] = (int)Affiliation.Member,
        ["admin"] = (int)Affiliation.Admin,
        ["owner"] = (int)Affiliation.Owner,
    };

    public static string Name(int affiliation) => Numbers.First(pair => pair.Value == affiliation).Key;

    /// <summary>False for any other name.</summary>
    public static bool TryParse(string? name, out int affiliation)
    {
        affiliation = 0;
        return name is not null && Numbers.TryGetValue(name, out affiliation);
    }
}
