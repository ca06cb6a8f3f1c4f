namespace Orleans.Muc.Grains.Users;

/// <summary>Lets whoever fills a queue wait until it is half empty, for a moment at most.</summary>
internal sealed class Slack(int most, TimeProvider time)
{
    /// <summary>Well within the patience of the caller's caller: a call that is given up is made again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private TaskCompletionSource? waiting;

    /// <param name="waits">What waits in the queue now.</param>
    public async Task Until(int waits)
    {
        if (waits < most / 2)
            return;
        waiting ??= new TaskCompletionSource();
        try
        {
            await waiting.Task.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            // What comes then may be refused.
        }
    }

    /// <summary>Something has left the queue.</summary>
    /// <param name="waits">What waits still.</param>
    public void Left(int waits)
    {
        if (waits >= most / 2)
            return;
        waiting?.TrySetResult();
        waiting = null;
    }
}
