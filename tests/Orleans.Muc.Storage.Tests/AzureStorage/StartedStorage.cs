using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Muc.AzureStorage;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>A silo's registrations without a silo: what takes part in a silo's start is started when it is wanted.</summary>
internal static class StartedStorage
{
    public static void Register(IServiceCollection services, AzureStore store)
    {
        var silo = new Registrations(services);
        silo.AddAzureStorage(store);
        services.AddLogging().AddOptions().Configure<ClusterOptions>(options => options.ServiceId = "muc");
    }

    public static async Task StartAsync(IServiceProvider services)
    {
        var start = new Start();
        foreach (var participant in services.GetServices<ILifecycleParticipant<ISiloLifecycle>>())
            participant.Participate(start);
        foreach (var observer in start.Observers)
            await observer.OnStart(TestContext.Current.CancellationToken);
    }

    private sealed class Registrations(IServiceCollection services) : ISiloBuilder
    {
        public IServiceCollection Services => services;

        public IConfiguration Configuration { get; } = new ConfigurationBuilder().Build();
    }

    private sealed class Start : ISiloLifecycle, IDisposable
    {
        public List<ILifecycleObserver> Observers { get; } = [];

        public int HighestCompletedStage => ServiceLifecycleStage.First;

        public int LowestStoppedStage => ServiceLifecycleStage.Last;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            Observers.Add(observer);
            return this;
        }

        public void Dispose()
        {
        }
    }
}
