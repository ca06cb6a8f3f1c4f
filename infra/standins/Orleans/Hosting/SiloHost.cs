using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Starts and stops a silo with its host.</summary>
internal sealed class SiloHost(SiloNode silo, LifecycleStages lifecycle, IServiceProvider services) : IHostedService
{
    private bool _isStarted;

    public SiloNode Silo => silo;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var validator in services.GetServices<IConfigurationValidator>())
            {
                validator.ValidateConfiguration();
            }

            lifecycle.Subscribe(nameof(SiloStatus.Joining), ServiceLifecycleStage.RuntimeInitialize, Do(() => silo.Become(SiloStatus.Joining)), Do(silo.Dispose));
            lifecycle.Subscribe(nameof(SiloStatus.Active), ServiceLifecycleStage.BecomeActive, Do(BecomeActive), OnShuttingDown);
            lifecycle.Subscribe("Deactivation", ServiceLifecycleStage.GrainDeactivation, Do(() => { }), DeactivateGrains);
            foreach (var participant in services.GetServices<ILifecycleParticipant<ISiloLifecycle>>())
            {
                participant.Participate(lifecycle);
            }

            _isStarted = true;
            await lifecycle.OnStart(cancellationToken);
        }
        catch
        {
            await lifecycle.OnStop(new CancellationToken(canceled: true));
            silo.DeclareDead();
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isStarted)
        {
            _isStarted = false;
            await lifecycle.OnStop(cancellationToken);
        }

        silo.Dispose();
    }

    private static Func<CancellationToken, Task> Do(Action step) => _ =>
    {
        step();
        return Task.CompletedTask;
    };

    private void BecomeActive()
    {
        silo.Become(SiloStatus.Active);
        silo.StartCollecting();
    }

    private Task OnShuttingDown(CancellationToken cancellationToken)
    {
        if (!silo.IsDead)
        {
            silo.Become(cancellationToken.IsCancellationRequested ? SiloStatus.Stopping : SiloStatus.ShuttingDown);
        }

        return Task.CompletedTask;
    }

    // Stopped in haste, a silo drops its activations as a killed one does.
    private async Task DeactivateGrains(CancellationToken cancellationToken)
    {
        if (silo.IsDead || cancellationToken.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await silo.DeactivateAll(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            silo.Log.LogWarning("Not every activation of {Silo} ended in time.", silo.Address);
        }
    }
}
