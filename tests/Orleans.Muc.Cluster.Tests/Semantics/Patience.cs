namespace Orleans.Muc.Cluster.Tests.Semantics;

/// <summary>Waiting for what must happen, with an end.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    /// <summary>Asks again until the answer is yes.</summary>
    public static async Task Until(Func<Task<bool>> isTrue, string what)
    {
        using var end = new CancellationTokenSource(Limit);
        while (!await isTrue())
        {
            if (end.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {Limit} for: {what}.");
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }
}
