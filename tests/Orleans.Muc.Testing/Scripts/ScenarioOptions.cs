namespace Orleans.Muc.Testing;

/// <summary>How scripts are run.</summary>
public sealed record ScenarioOptions
{
    /// <summary>How long a step may wait for its stanza, and a login for each answer.</summary>
    public TimeSpan StepPatience { get; init; } = XmppClient.Patience;

    /// <summary>How much silence "receives nothing" asks for. 500 ms.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The least time between sends of two clients. 20 ms: the scripts mean an order that two sockets alone do not give.</summary>
    public TimeSpan SendGap { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Domains to replace in the scripts, such as localhost by example.org.</summary>
    public IReadOnlyDictionary<string, string> Domains { get; init; } = new Dictionary<string, string>();

    /// <summary>The only SASL mechanism to log in with where a script names none; null takes the first usable one.</summary>
    public string? Mechanism { get; init; }
}
