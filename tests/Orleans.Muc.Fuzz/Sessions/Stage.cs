using Orleans.Muc.Testing;

namespace Orleans.Muc.Fuzz.Sessions;

/// <summary>The cast and the rooms of the moment. Rooms are given up after a while, so that their many states all come about.</summary>
internal sealed class Stage
{
    public const string Domain = "localhost";
    public const string Service = "conference.localhost";

    public static readonly string[] Nicks = ["Romeo", "Juliet", "Rosaline", "Mercutio", "witness", "\u017B\u00F3\u0142ty", "a b"];

    /// <summary>Sessions that do random things.</summary>
    public static readonly ClientSettings[] Active =
    [
        Person("romeo", "orchard"), Person("romeo", "street"), Person("juliet", "balcony"), Person("rosaline", "ball"), Person("mercutio", "square"),
    ];

    /// <summary>Sessions that sit in one room each and do nothing.</summary>
    public static readonly ClientSettings[] Passive = [Person("tybalt", "crypt"), Person("benvolio", "street"), Person("paris", "church")];

    private int period;

    public IReadOnlyList<string> Rooms { get; private set; } = [];

    public void NextPeriod()
    {
        period++;
        Rooms = [.. Enumerable.Range(1, Passive.Length).Select(i => FormattableString.Invariant($"room{period}-{i}@{Service}"))];
    }

    private static ClientSettings Person(string user, string resource) =>
        new($"{user}/{resource}") { BareJid = $"{user}@{Domain}", Resource = resource, Password = "fortune's fool" };
}
