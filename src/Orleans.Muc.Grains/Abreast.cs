namespace Orleans.Muc.Grains;

/// <summary>Does something for each of many, some at a time. For a grain's scheduler, where no two pieces of code run at once.</summary>
internal static class Abreast
{
    /// <summary>Completes when it is done for all of them.</summary>
    /// <param name="items">Taken in their order.</param>
    /// <param name="most">How many are under way at a time.</param>
    /// <param name="act">Should not throw: who waits hears of it, and fewer go on.</param>
    public static Task Each<T>(IReadOnlyCollection<T> items, int most, Func<T, Task> act)
    {
        var left = new Queue<T>(items);
        return Task.WhenAll([.. Enumerable.Range(0, Math.Min(most, items.Count)).Select(_ => Walk())]);

        async Task Walk()
        {
            while (left.TryDequeue(out var next))
                await act(next);
        }
    }
}
