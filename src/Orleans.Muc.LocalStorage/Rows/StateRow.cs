namespace Orleans.Muc.LocalStorage.Rows;

/// <summary>Where the state of a grain lies.</summary>
internal readonly record struct StateKey(string Name, string Grain);

/// <summary>A stored state. The tag changes with every write and never comes back.</summary>
internal sealed record StateRow(byte[] Body, string Tag);
