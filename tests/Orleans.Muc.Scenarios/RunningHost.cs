using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>One server for all tests of a class.</summary>
public abstract class RunningHost(string storage) : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();

    public HostProcess Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (await KeptAsync(new HostSettings { Storage = storage, DataDirectory = _data.Inside("data") }) is { } settings)
            Host = await HostProcess.StartAsync(settings);
    }

    /// <summary>Where the data is kept: as said, unless somebody knows better. Null starts nothing, and the tests are skipped.</summary>
    protected virtual Task<HostSettings?> KeptAsync(HostSettings settings) => Task.FromResult<HostSettings?>(settings);

    /// <summary>Plays a script against this server; when it fails, what the server wrote goes with the test's output.</summary>
    public async Task PlayAsync(string path)
    {
        var (output, errors) = (Host.Output.Length, Host.Errors.Length);
        try
        {
            await new ScenarioRunner([Host.Gateway]).RunAsync(path);
        }
        catch (ScenarioException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(Host.Output[output..] + Host.Errors[errors..]);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
            await Host.DisposeAsync();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class SqliteHost() : RunningHost("Sqlite");

public sealed class MemoryHost() : RunningHost("Memory");
