namespace Orleans.Muc.Grains.Rooms;

internal static class GrainsTime
{
    /// <summary>A delay by this clock.</summary>
    public static Task Delay(this TimeProvider time, TimeSpan delay) => Task.Delay(delay, time);
}
