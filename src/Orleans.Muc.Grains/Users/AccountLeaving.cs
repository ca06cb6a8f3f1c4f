using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>
/// Removes what a cancelled account leaves behind, beside the turns of its grain: step after step, with growing pauses, until one says that nothing is left. A step that fails is repeated.
/// </summary>
/// <param name="account">For the log.</param>
/// <param name="step">True when nothing is left; may be repeated.</param>
#pragma warning disable CA1001 // A source without a timer or a wait handle has nothing to dispose of.
internal sealed partial class AccountLeaving(Jid account, Func<Task<bool>> step, TimeProvider time, ILogger log)
#pragma warning restore CA1001
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Goes on if it is not under way.</summary>
    public void Begin()
    {
        if (_running.IsCompleted && !_stop.IsCancellationRequested)
            _running = Run();
    }

    /// <summary>Waits for the end of what has been begun, for some time.</summary>
    /// <returns>Whether nothing is left.</returns>
    public async Task<bool> End(TimeSpan patience)
    {
        try
        {
            await _running.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return !_stop.IsCancellationRequested;
    }

    /// <summary>The activation ends; another one goes on.</summary>
    public void Stop() => _stop.Cancel();

    private async Task Run()
    {
        // Not within the turn that begins it.
        await Task.Yield();
        // The loop goes on beyond the call that began it.
        Activity.Current = null;
        for (var pause = FirstPause; !_stop.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                if (await step())
                    return;
            }
#pragma warning disable CA1031 // Whatever stands in the way, the next step may get past it.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogNotRemoved(account, fault);
            }

            await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the cancelled account {Account} leaves behind could not all be removed; it is tried again.")]
    private partial void LogNotRemoved(Jid account, Exception fault);
}
