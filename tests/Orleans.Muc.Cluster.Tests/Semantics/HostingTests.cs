using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Semantics;

public sealed class HostingTests
{
    [Fact]
    public async Task A_silo_in_a_host_goes_through_its_stages_and_serves_calls()
    {
        var stages = new ConcurrentQueue<string>();
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePorts.Next(), FreePorts.Next(), serviceId: "hosting", clusterId: "hosting");
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new StageWatcher(stages));
            silo.AddStartupTask(async (services, _) => stages.Enqueue(
                $"startup task, {await services.GetRequiredService<IGrainFactory>().GetGrain<IGuardGrain>("hosted").StaysOnItsScheduler()}"));
        });
        using var host = builder.Build();
        await host.StartAsync().Soon();
        await host.Services.GetRequiredService<IClusterClient>().GetGrain<IGuardGrain>("hosted").Report("served").Soon();
        await host.StopAsync().Soon();
        Assert.Equal(["start application services", "start last", "startup task, True", "stop last", "stop application services"], stages);
    }

    [Fact]
    public async Task A_silo_without_clustering_does_not_start()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(_ => { });
        var problem = await Record.ExceptionAsync(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync().Soon();
        });
        Assert.IsType<InvalidOperationException>(problem);
    }

    private sealed class StageWatcher(ConcurrentQueue<string> stages) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle)
        {
            Watch(lifecycle, "last", ServiceLifecycleStage.Active - 10);
            Watch(lifecycle, "application services", ServiceLifecycleStage.ApplicationServices);
        }

        private void Watch(ISiloLifecycle lifecycle, string name, int stage) => lifecycle.Subscribe(name, stage, _ => Note($"start {name}"), _ => Note($"stop {name}"));

        private Task Note(string line)
        {
            stages.Enqueue(line);
            return Task.CompletedTask;
        }
    }
}
