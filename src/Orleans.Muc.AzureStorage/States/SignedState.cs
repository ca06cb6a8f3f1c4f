namespace Orleans.Muc.AzureStorage.States;

/// <summary>What lies in the row of a state.</summary>
internal sealed class SignedState<T>
{
    /// <summary>The grain's key, of which the row's own may be only a hash.</summary>
    public string Key { get; set; } = "";

    /// <summary>The write that made it, by which its author knows it again when the answer was lost.</summary>
    public string Write { get; set; } = "";

    public T? State { get; set; }
}

/// <summary>A signed state as Orleans hands one to a storage.</summary>
internal sealed class SignedGrainState<T> : IGrainState<SignedState<T>>
{
    public SignedState<T>? State { get; set; } = new();

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }
}
