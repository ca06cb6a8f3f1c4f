using Microsoft.Extensions.Hosting;

namespace Orleans.Muc.Host.Stopping;

/// <summary>The host runs until a signal asks it to stop.</summary>
internal sealed class SignalLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private StopSignals? _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals = new StopSignals(application.StopApplication);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals?.Dispose();
}
