namespace Orleans.Muc.Grains.Directory;

/// <summary>Calls the rooms of a service one after the other, with pauses, so that what has run out is deleted in those too that nobody wakes.</summary>
internal sealed class SweepingRound(Func<IReadOnlyList<string>> rooms, Func<string, Task> sweep, TimeProvider time)
{
    /// <summary>After the directory has woken: the rooms that are in use have looked for themselves by then.</summary>
    public static readonly TimeSpan First = TimeSpan.FromHours(1);

    public static readonly TimeSpan Between = TimeSpan.FromDays(1);

    /// <summary>Between two rooms: 100,000 of them take three hours.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private Task walking = Task.CompletedTask;

    /// <summary>Completes when all rooms have been called; one round at a time.</summary>
    public Task Walk() => walking.IsCompleted ? walking = Call() : walking;

    private async Task Call()
    {
        foreach (var room in rooms())
        {
            await sweep(room);
            await Task.Delay(Pause, time);
        }
    }
}
