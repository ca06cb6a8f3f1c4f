namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>How long a test waits in real time for what must come, before it says what did not.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<T> For<T>(Task<T> task, string what)
    {
        await For((Task)task, what);
        return await task;
    }

    public static async Task For(Task task, string what)
    {
        if (await Task.WhenAny(task, Task.Delay(Limit)) != task)
            Assert.Fail($"Waited {Limit.TotalSeconds} s for {what}.");
        await task;
    }
}
