using System.Diagnostics;

namespace Orleans.Muc.Testing.Survival;

/// <summary>Waiting for what has to come about.</summary>
public static class Eventually
{
    /// <summary>30 s is an upper bound for a machine that is busy, not a measure.</summary>
    public static Task So(Func<bool> isSo, string what, int seconds = 30) => So(isSo, () => what, seconds);

    /// <summary>As the other; <paramref name="what"/> is asked when it has not come about.</summary>
    public static async Task So(Func<bool> isSo, Func<string> what, int seconds = 30)
    {
        ArgumentNullException.ThrowIfNull(isSo);
        ArgumentNullException.ThrowIfNull(what);
        var since = Stopwatch.GetTimestamp();
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(since).TotalSeconds > seconds)
                throw new TimeoutException($"Waited {seconds} s for: {what()}.");
            await pulse.WaitForNextTickAsync();
        }
    }
}
