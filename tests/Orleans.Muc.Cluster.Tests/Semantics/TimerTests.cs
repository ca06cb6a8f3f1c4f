namespace Orleans.Muc.Cluster.Tests.Semantics;

internal interface IBellGrain : IGrainWithStringKey
{
    Task Ring(TimeSpan period, bool interleave);

    Task Hold(string gate);

    Task Silence();

    Task<int> Rung();

    Task<bool> RangOutOfTurn();
}

internal sealed class BellGrain : Grain, IBellGrain
{
    private IGrainTimer? _timer;
    private TaskScheduler? _scheduler;
    private bool _isHeld;
    private bool _rangOutOfTurn;
    private int _rung;

    public Task Ring(TimeSpan period, bool interleave)
    {
        _scheduler = TaskScheduler.Current;
        _timer = this.RegisterGrainTimer(OnTick, "ding", new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(10), period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        _isHeld = true;
        await Gates.Pass(gate);
        _isHeld = false;
    }

    public Task Silence()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task<int> Rung() => Task.FromResult(_rung);

    public Task<bool> RangOutOfTurn() => Task.FromResult(_rangOutOfTurn);

    private Task OnTick(string sound, CancellationToken cancellationToken)
    {
        _rung++;
        _rangOutOfTurn |= _isHeld || TaskScheduler.Current != _scheduler;
        if (_isHeld)
        {
            Gates.Open("tick");
        }

        return Task.CompletedTask;
    }
}

[Collection(OneSiloCluster.Name)]
public sealed class TimerTests(OneSiloCluster cluster)
{
    [Fact]
    public async Task A_timer_ticks_in_turns_of_its_grain_until_it_is_disposed_of()
    {
        var bell = cluster.Inside.GetGrain<IBellGrain>("ticks");
        await bell.Ring(TimeSpan.FromMilliseconds(10), interleave: false).Soon();
        await Patience.Until(async () => await bell.Rung() >= 3, "three ticks");
        var hold = bell.Hold("hold");
        await Gates.Reached("hold").Soon();
        var rung = bell.Rung();
        Gates.Open("hold");
        await hold.Soon();
        await rung.Soon();
        Assert.False(await bell.RangOutOfTurn());
        await bell.Silence().Soon();
        var last = await bell.Rung();
        Assert.Equal(last, await bell.Rung());
    }

    [Fact]
    public async Task A_timer_that_interleaves_ticks_during_a_request()
    {
        var bell = cluster.Inside.GetGrain<IBellGrain>("interleaves");
        await bell.Ring(TimeSpan.FromMilliseconds(10), interleave: true).Soon();
        await bell.Hold("tick").Soon();
        Assert.True(await bell.RangOutOfTurn());
        await bell.Silence();
    }

    [Fact]
    public async Task A_timer_without_a_period_ticks_once()
    {
        var bell = cluster.Inside.GetGrain<IBellGrain>("once");
        await bell.Ring(Timeout.InfiniteTimeSpan, interleave: false).Soon();
        await Patience.Until(async () => await bell.Rung() == 1, "the tick");
    }
}
