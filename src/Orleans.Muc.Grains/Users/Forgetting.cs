namespace Orleans.Muc.Grains.Users;

/// <summary>A piece of work that may take longer than a call: it goes on beside the grain's turns, and who asks for it hears of its end or is to ask again.</summary>
/// <param name="work">Begun again when it has ended; told when the activation ends.</param>
#pragma warning disable CA1001 // A source without a timer or a wait handle has nothing to dispose of.
internal sealed class Forgetting(Func<CancellationToken, Task<bool>> work, TimeProvider time)
#pragma warning restore CA1001
{
    /// <summary>Well within the patience of the caller.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private Task<bool>? _running;

    /// <summary>What the work says when it has ended in time; otherwise false. Throws its fault.</summary>
    public async Task<bool> Ask()
    {
        var asked = _running ??= work(_stop.Token);
        try
        {
            return await asked.WaitAsync(Patience, time);
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            return false;
        }
        finally
        {
            if (asked.IsCompleted && _running == asked)
                _running = null;
        }
    }

    public void Stop() => _stop.Cancel();
}
