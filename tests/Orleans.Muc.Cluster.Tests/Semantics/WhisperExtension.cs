namespace Orleans.Muc.Cluster.Tests.Semantics;

/// <summary>An extension that every grain of the silo answers.</summary>
internal interface IWhisperExtension : IGrainExtension
{
    Task<string> Whisper(string word);

    Task<bool> IsInATurnOf(GrainId grain);
}

internal sealed class WhisperExtension(IGrainContext context) : IWhisperExtension
{
    private int _count;

    public Task<string> Whisper(string word) => Task.FromResult($"{context.GrainId.Key}: {word} {++_count}");

    public async Task<bool> IsInATurnOf(GrainId grain)
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        return context.GrainId == grain && before != TaskScheduler.Default && before == TaskScheduler.Current;
    }
}

/// <summary>An extension that no silo has.</summary>
internal interface IMissingExtension : IGrainExtension
{
    Task Call();
}
