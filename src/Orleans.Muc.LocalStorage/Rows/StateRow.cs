namespace Orleans.Muc.LocalStorage.Rows;

/// <summary>Where the state of a grain lies.</summary>
internal readonly record struct StateKey(string Name, string Grain)
{
    /// <summary>The primary key in the text of a grain's id, which begins with the type.</summary>
    public static string PrimaryKey(string grain) => grain[(grain.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

/// <summary>A stored state. The tag changes with every write and never comes back.</summary>
internal sealed record StateRow(byte[] Body, string Tag);
