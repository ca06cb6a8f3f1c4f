using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.Gateway.Listening;

namespace Orleans.Muc.Host.Stopping;

/// <summary>
/// How a server ends that was asked to: it is not ready any more at once; accepts nobody; sees sessions out of their rooms and tells them <c>system-shutdown</c>; then its silo puts its rooms away, which other
/// silos take up. All within <c>Muc:ShutdownTimeout</c>, of which the last part is for those who didn't finish in order. There is no pause before, in which clients could still come: who balances between
/// servers makes it (in Kubernetes a preStop hook that sleeps), because only he knows how long he takes to hear of it.
/// </summary>
internal sealed class OrderlyEnd(IHost host, TimeSpan timeout)
{
    private const int Late = 1;
    private const int Failed = 1;

    private static readonly TimeSpan LongestHurry = TimeSpan.FromSeconds(3);

    /// <summary>For the goodbye of a server that could not start.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly GatewayServer _gateway = host.Services.GetRequiredService<GatewayServer>();
    private readonly TimeProvider _time = host.Services.GetRequiredService<TimeProvider>();
    private volatile bool _isStopped;

    /// <summary>What of the whole time there is for an end in order.</summary>
    public static TimeSpan InOrder(TimeSpan timeout) => timeout - Hurry(timeout);

    /// <summary>Ends what has begun of a host whose start has failed: a silo that other silos know already tells them that it goes.</summary>
    public static async Task GiveUpAsync(IHost host)
    {
        using var patience = new CancellationTokenSource(Goodbye);
        try
        {
            await host.StopAsync(patience.Token);
        }
#pragma warning disable CA1031 // Parts that have not started can't all be stopped; why the start has failed is what counts.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Runs until the host is asked to stop, and through its end.</summary>
    /// <returns>The exit code: 0; 1 when something was left, which is said then, and when the server ends because a part of it has failed.</returns>
    public async Task<int> RunAsync()
    {
        var application = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (application.ApplicationStopping.Register(asked.SetResult))
            await asked.Task;
        var since = _time.GetTimestamp();
        _ = EndAsync();
        string? left = null;
        using (new Timer(_ => left = Left(), null, InOrder(timeout), Timeout.InfiniteTimeSpan))
            await host.StopAsync(CancellationToken.None);
        if (_time.GetElapsedTime(since) < InOrder(timeout))
        {
            _isStopped = true;
            return host.Services.GetServices<IHostedService>().Any(service => service is BackgroundService { ExecuteTask.IsFaulted: true }) ? Failed : 0;
        }

        await Console.Error.WriteLineAsync(left ?? Left());
        return Late;
    }

    private static TimeSpan Hurry(TimeSpan timeout) => timeout / 4 < LongestHurry ? timeout / 4 : LongestHurry;

    /// <summary>Some things can't be hurried; the process ends in time no less.</summary>
    private async Task EndAsync()
    {
        await Task.Delay(timeout - (Hurry(timeout) / 4), _time);
        await Console.Error.WriteLineAsync(Left());
        Environment.Exit(Late);
    }

    private string Left()
    {
        var what = (_gateway.OpenConnections, _isStopped) switch
        {
            ( > 0, _) => $"{_gateway.OpenConnections} connections had not ended, and the rooms were still here",
            (_, false) => "its rooms were not put away yet",
            _ => "the last metrics or traces could not be sent",
        };
        return $"The server did not end in order within Muc:ShutdownTimeout ({timeout}): {what}. What was acknowledged is stored.";
    }
}
