using System.Collections.Concurrent;

namespace Orleans.Muc.Cluster.Tests.Semantics;

/// <summary>What grains have to tell of their beginnings and ends.</summary>
internal static class Chronicle
{
    private static readonly ConcurrentQueue<string> Lines = new();

    public static void Add(string line) => Lines.Enqueue(line);

    public static string[] About(string key) => [.. Lines.Where(line => line.StartsWith(key + " ", StringComparison.Ordinal))];
}

internal interface ISleeperGrain : IGrainWithStringKey
{
    Task<Guid> Incarnation();

    Task Touch();

    Task Leave();

    Task LeaveAfter(string gate);

    Task StayFor(TimeSpan time);
}

internal class SleeperGrain : Grain, ISleeperGrain
{
    private readonly Guid _incarnation = Guid.NewGuid();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Chronicle.Add($"{this.GetPrimaryKeyString()} wakes");
        return this.GetPrimaryKeyString().StartsWith("broken", StringComparison.Ordinal) ? throw new InvalidOperationException("A bad dream.") : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Chronicle.Add($"{this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<Guid> Incarnation() => Task.FromResult(_incarnation);

    public Task Touch() => Task.CompletedTask;

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task LeaveAfter(string gate)
    {
        DeactivateOnIdle();
        await Gates.Pass(gate);
        Chronicle.Add($"{this.GetPrimaryKeyString()} is done");
    }

    public Task StayFor(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }
}

internal interface ISleeplessGrain : ISleeperGrain;

[KeepAlive]
internal sealed class SleeplessGrain : SleeperGrain, ISleeplessGrain;
