using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.Gateway.Listening;

namespace Orleans.Muc.Host.Stopping;

/// <summary>
/// How a server ends that was asked to: it is not ready any more at once; accepts nobody; sees sessions out of their rooms and tells them <c>system-shutdown</c>; then its silo puts its rooms away, which other
/// silos take up. All within <c>Muc:ShutdownTimeout</c>, of which the last part is for those who didn't finish in order. There is no pause before, in which clients could still come: who balances between
/// servers makes it (in Kubernetes a preStop hook that sleeps), because only he knows how long he takes to hear of it.
/// </summary>
internal static class OrderlyEnd
{
    public const int Late = 1;

    private static readonly TimeSpan LongestHurry = TimeSpan.FromSeconds(3);

    /// <summary>What of the whole time there is for an end in order.</summary>
    public static TimeSpan InOrder(TimeSpan timeout) => timeout - Hurry(timeout);

    /// <summary>Runs until the host is asked to stop, and through its end.</summary>
    /// <returns>The exit code: 0, or <see cref="Late"/> when something was left, which is said then.</returns>
    public static async Task<int> RunAsync(IHost host, TimeSpan timeout)
    {
        var time = host.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        var application = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (application.ApplicationStopping.Register(asked.SetResult))
            await asked.Task;
        var since = time.GetTimestamp();
        _ = EndAsync(host, timeout, time);
        string? left = null;
        using (new Timer(_ => left = Left(host, timeout), null, InOrder(timeout), Timeout.InfiniteTimeSpan))
            await host.StopAsync(CancellationToken.None);
        if (time.GetElapsedTime(since) < InOrder(timeout))
            return 0;
        await Console.Error.WriteLineAsync(left ?? Left(host, timeout));
        return Late;
    }

    /// <summary>Some things can't be hurried; the process ends in time no less.</summary>
    private static async Task EndAsync(IHost host, TimeSpan timeout, TimeProvider time)
    {
        await Task.Delay(timeout - (Hurry(timeout) / 4), time);
        await Console.Error.WriteLineAsync(Left(host, timeout));
        Environment.Exit(Late);
    }

    private static TimeSpan Hurry(TimeSpan timeout) => timeout / 4 < LongestHurry ? timeout / 4 : LongestHurry;

    private static string Left(IHost host, TimeSpan timeout)
    {
        var connections = host.Services.GetRequiredService<GatewayServer>().OpenConnections;
        var what = connections > 0 ? $"{connections} connections had not ended, and the rooms were still here" : "its rooms were not put away yet";
        return $"The server did not end in order within Muc:ShutdownTimeout ({timeout}): {what}. What was acknowledged is stored.";
    }
}
