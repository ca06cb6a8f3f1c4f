namespace Orleans.Muc.Testing.Survival;

/// <summary>How large a town is, where its rooms and people are, and how much they talk.</summary>
public sealed record TownPlan(int Rooms, int Occupants)
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("MUC_FULL") == "1";

    /// <summary>The issue's own measure.</summary>
    public static TownPlan Whole { get; } = new(30, 300);

    /// <summary>The whole with MUC_FULL=1; otherwise a quarter of it.</summary>
    public static TownPlan Share { get; } = IsFull ? Whole : new(8, 72);

    /// <summary>On which silos' gateways the people are, by number.</summary>
    public IReadOnlyList<int> Gateways { get; init; } = [0, 1, 2];

    /// <summary>On which silos rooms may be, by number.</summary>
    public IReadOnlyList<int> Homes { get; init; } = [0, 1, 2];

    /// <summary>On average, between two messages of one person.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether every other room is temporary; otherwise none is.</summary>
    public bool HasTemporaryRooms { get; init; } = true;

    public int Seed { get; init; } = 1;
}
