namespace Orleans.Muc.Abstractions;

/// <summary>
/// Calls grains that may be moving to another silo. While a dead silo has not been declared so, calls to its grains fail; a call that may be repeated is made again,
/// with growing pauses up to a second.
/// </summary>
public static class Patiently
{
    /// <summary>15 s: a dead silo is known within seconds, and its grains are back within ten.</summary>
    public static readonly TimeSpan UntilMoved = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Throws the last fault when <paramref name="patience"/> is over.</summary>
    public static Task Call(Func<Task> call, TimeSpan patience, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Call(
            async () =>
            {
                await call();
                return true;
            },
            patience,
            time);
    }

    /// <summary>As the others, for a call that is told whether it has been made before.</summary>
    /// <param name="call">Told false, and then true.</param>
    /// <param name="patience">Throws the last fault when it is over.</param>
    /// <param name="time">Measures it.</param>
    public static Task Call(Func<bool, Task> call, TimeSpan patience, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(call);
        var isRepeated = false;
        return Call(
            () =>
            {
                var called = call(isRepeated);
                isRepeated = true;
                return called;
            },
            patience,
            time);
    }

    /// <inheritdoc cref="Call(Func{Task}, TimeSpan, TimeProvider)"/>
    public static async Task<T> Call<T>(Func<Task<T>> call, TimeSpan patience, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(time);
        var start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call();
            }
#pragma warning disable CA1031 // Whatever the grain's silo suffers, the next attempt may meet another one.
            catch (Exception) when (time.GetElapsedTime(start) < patience)
#pragma warning restore CA1031
            {
            }

            await Task.Delay(pause, time);
        }
    }
}
