using System.Globalization;

namespace Orleans.Muc.Fuzz;

/// <summary>
/// What a run of the fuzz tests is made of. The ordinary run plays the same bounded share every time; with <c>MUC_FULL=1</c> the whole
/// counts are played from a new seed. <c>MUC_FUZZ_SEED</c> sets the seed of either, <c>MUC_FUZZ_CASE</c> picks one case of it.
/// </summary>
internal static class FuzzRun
{
    private const int OrdinarySeed = 1597;

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("MUC_FULL") == "1";

    public static int Seed { get; } = Number("MUC_FUZZ_SEED") ?? (IsFull ? Random.Shared.Next() : OrdinarySeed);

    private static int? OnlyCase { get; } = Number("MUC_FUZZ_CASE");

    /// <summary>Numbers of the cases to play.</summary>
    /// <param name="ordinary">How many in an ordinary run.</param>
    /// <param name="full">How many with <c>MUC_FULL=1</c>.</param>
    public static IEnumerable<int> Cases(int ordinary, int full) =>
        OnlyCase is { } only ? [only] : Enumerable.Range(0, IsFull ? full : ordinary);

    /// <summary>The dice of one case: the same for the same seed, topic and number, whatever was played before.</summary>
    public static Random Dice(string topic, int number)
    {
        var mixed = (ulong)(uint)Seed;
        foreach (var c in topic)
            mixed = (mixed ^ c) * 0x100000001B3;
        mixed = (mixed ^ (uint)number) * 0x9E3779B97F4A7C15;
        return new Random((int)(mixed >> 33));
    }

    /// <summary>What a failure says first, so that it can be played again.</summary>
    public static string Label(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"MUC_FUZZ_SEED={Seed} MUC_FUZZ_CASE={number}");

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
