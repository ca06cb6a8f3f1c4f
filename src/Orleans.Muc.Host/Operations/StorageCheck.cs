using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.Host.Operations;

/// <summary>Whether the storage answers. It is asked every few seconds at most, by one question at a time, however many ask here.</summary>
internal sealed partial class StorageCheck(IStorageProbe storage, TimeProvider time, ILogger<StorageCheck> log) : IHealthCheck
{
    /// <summary>How long it may take; those who ask should wait for longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer holds.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private Task<HealthCheckResult>? _asked;
    private long _answered;
    private bool _wasBad;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Task<HealthCheckResult> asked;
        lock (_gate)
        {
            if (_asked is null || (_asked.IsCompleted && time.GetElapsedTime(_answered) >= Validity))
                _asked = Ask();
            asked = _asked;
        }

        return asked.WaitAsync(cancellationToken);
    }

    private async Task<HealthCheckResult> Ask()
    {
        await Task.Yield();
        var result = await Probe();
        lock (_gate)
            _answered = time.GetTimestamp();
        return result;
    }

    private async Task<HealthCheckResult> Probe()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            // Not every storage hears of a cancellation at once.
            await storage.Probe(patience.Token).WaitAsync(patience.Token);
            if (_wasBad)
                Answers();
            _wasBad = false;
            return HealthCheckResult.Healthy("answers");
        }
#pragma warning disable CA1031 // Whatever it is, it is what was asked for.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (!_wasBad)
                DoesNotAnswer(fault);
            _wasBad = true;
            return HealthCheckResult.Unhealthy(fault is OperationCanceledException ? $"has not answered within {Patience.TotalSeconds} s" : $"does not answer ({fault.GetType().Name})");
        }
    }

    [LoggerMessage(LogLevel.Warning, "The storage does not answer, so this server calls itself not ready")]
    private partial void DoesNotAnswer(Exception fault);

    [LoggerMessage(LogLevel.Information, "The storage answers again")]
    private partial void Answers();
}
