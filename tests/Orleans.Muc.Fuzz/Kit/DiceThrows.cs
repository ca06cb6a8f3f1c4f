namespace Orleans.Muc.Fuzz;

/// <summary>Choices a generator makes with its dice.</summary>
internal static class DiceThrows
{
    public static T Pick<T>(this Random dice, IReadOnlyList<T> choices) => choices[dice.Next(choices.Count)];

    /// <summary>True once in <paramref name="times"/> throws.</summary>
    public static bool OneIn(this Random dice, int times) => dice.Next(times) == 0;

    /// <summary>A count from 0 up, small ones far more often.</summary>
    public static int Few(this Random dice, int most) => (int)(most * Math.Pow(dice.NextDouble(), 3));
}
