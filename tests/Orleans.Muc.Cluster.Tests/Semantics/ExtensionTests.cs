namespace Orleans.Muc.Cluster.Tests.Semantics;

[Collection(OneSiloCluster.Name)]
public sealed class ExtensionTests(OneSiloCluster cluster)
{
    [Fact]
    public async Task A_grain_answers_an_extension_it_knows_nothing_of()
    {
        var guard = cluster.Inside.GetGrain<IGuardGrain>("extended");
        Assert.Equal("extended: psst 1", await guard.AsReference<IWhisperExtension>().Whisper("psst").Soon());
        Assert.Equal("extended: psst 2", await cluster.Outside.GetGrain<IWhisperExtension>(guard.GetGrainId()).Whisper("psst").Soon());
    }

    [Fact]
    public async Task An_extension_runs_in_the_turns_of_its_grain()
    {
        var guard = cluster.Inside.GetGrain<IGuardGrain>("extension turns");
        var watch = guard.Watch("extension turns");
        await Gates.Reached("extension turns").Soon();
        var whisper = guard.AsReference<IWhisperExtension>().Whisper("later");
        Assert.False(whisper.IsCompleted);
        Gates.Open("extension turns");
        await watch.Soon();
        await whisper.Soon();
        Assert.True(await guard.AsReference<IWhisperExtension>().IsInATurnOf(guard.GetGrainId()).Soon());
    }

    [Fact]
    public async Task An_extension_nobody_installed_is_refused()
        => await Assert.ThrowsAsync<GrainExtensionNotInstalledException>(
            () => cluster.Inside.GetGrain<IGuardGrain>("not extended").AsReference<IMissingExtension>().Call().Soon());
}
