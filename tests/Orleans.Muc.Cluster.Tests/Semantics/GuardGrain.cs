using System.Collections.Concurrent;
using Orleans.Concurrency;

namespace Orleans.Muc.Cluster.Tests.Semantics;

/// <summary>Gates that tests open and grains wait at.</summary>
internal static class Gates
{
    private static readonly ConcurrentDictionary<string, (TaskCompletionSource Reached, TaskCompletionSource Opened)> All = new();

    public static Task Reached(string name) => Of(name).Reached.Task;

    public static void Open(string name) => Of(name).Opened.TrySetResult();

    public static Task Pass(string name)
    {
        var gate = Of(name);
        gate.Reached.TrySetResult();
        return gate.Opened.Task;
    }

    private static (TaskCompletionSource Reached, TaskCompletionSource Opened) Of(string name) => All.GetOrAdd(
        name, _ => (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)));
}

internal interface IGuardGrain : IGrainWithStringKey
{
    Task Watch(string gate);

    [ResponseTimeout("00:00:02")]
    Task Report(string word);

    [AlwaysInterleave]
    Task Interrupt(string word);

    [ReadOnly]
    Task Look(string gate);

    Task<string[]> Log();

    [ReadOnly]
    Task<string[]> Glance();

    [AlwaysInterleave]
    Task<bool> StaysOnItsScheduler();

    [OneWay]
    Task Shout(string gate);

    [ResponseTimeout("00:00:01")]
    Task AskBack(string other);

    [ResponseTimeout("00:00:01")]
    Task AskBackAllowed(string other);

    [ResponseTimeout("00:00:03")]
    Task Relay(string to);
}

internal sealed class GuardGrain : Grain, IGuardGrain
{
    private readonly List<string> _log = [];

    public async Task Watch(string gate)
    {
        _log.Add("watch begins");
        await Gates.Pass(gate);
        _log.Add("watch ends");
    }

    public Task Report(string word) => Note(word);

    public Task Interrupt(string word) => Note(word);

    public async Task Look(string gate)
    {
        await Gates.Pass(gate);
        _log.Add("looked");
    }

    public Task<string[]> Log() => Task.FromResult(_log.ToArray());

    public Task<string[]> Glance() => Log();

    public async Task<bool> StaysOnItsScheduler()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        await Task.Delay(1);
        var after = TaskScheduler.Current;
        return before != TaskScheduler.Default && before == after;
    }

    public async Task Shout(string gate)
    {
        await Gates.Pass(gate);
        throw new InvalidOperationException("Nobody hears this.");
    }

    public Task AskBack(string other) => GrainFactory.GetGrain<IGuardGrain>(other).Relay(this.GetPrimaryKeyString());

    public async Task AskBackAllowed(string other)
    {
        using var section = RequestContext.AllowCallChainReentrancy();
        await GrainFactory.GetGrain<IGuardGrain>(other).Relay(this.GetPrimaryKeyString());
    }

    public Task Relay(string to) => GrainFactory.GetGrain<IGuardGrain>(to).Report("relayed");

    private Task Note(string word)
    {
        _log.Add(word);
        return Task.CompletedTask;
    }
}

internal interface IHeraldGrain : IGrainWithStringKey
{
    Task Watch(string gate);

    Task<string[]> Log();
}

[Reentrant]
internal sealed class HeraldGrain : Grain, IHeraldGrain
{
    private readonly List<string> _log = [];
    private int _insideATurn;

    public async Task Watch(string gate)
    {
        for (var i = 0; i < 20; i++)
        {
            Turn();
            await Task.Yield();
        }

        _log.Add("watch begins");
        await Gates.Pass(gate);
        _log.Add("watch ends");
    }

    public Task<string[]> Log() => Task.FromResult(_log.ToArray());

    private void Turn()
    {
        if (Interlocked.Increment(ref _insideATurn) != 1)
        {
            _log.Add("two turns at once");
        }

        Thread.SpinWait(1000);
        Interlocked.Decrement(ref _insideATurn);
    }
}
