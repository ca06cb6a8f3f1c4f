namespace Orleans.Muc.Scenarios.Crash;

/// <summary>One request that changes what is stored.</summary>
/// <param name="What">For the failure message.</param>
/// <param name="Changes">What there is once it is done, by key; null: nothing any more.</param>
internal sealed record Deed(string What, IReadOnlyDictionary<string, string?> Changes)
{
    /// <summary>A deed of one key.</summary>
    public Deed(string what, string key, string? value)
        : this(what, new Dictionary<string, string?> { [key] = value })
    {
    }

    /// <summary>Whether a crash may leave some of its changes undone, because asking again does the rest.</summary>
    public bool InSteps { get; init; }
}
