namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>For parts of a grain without the grain: their code runs one turn at a time, continuations included, as on a grain's scheduler.</summary>
internal static class Turns
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task Run(Func<Task> story) =>
        Task.Factory.StartNew(story, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    /// <summary>Lets the others take their turns until it is so; 30 s is an upper bound for a machine that is busy, not a measure.</summary>
    public static async Task Until(Func<bool> isSo, string what)
    {
        using var end = new CancellationTokenSource(Limit);
        while (!isSo())
        {
            if (end.IsCancellationRequested)
                throw new TimeoutException($"Waited {Limit} for: {what}.");
            await Task.Yield();
        }
    }
}
