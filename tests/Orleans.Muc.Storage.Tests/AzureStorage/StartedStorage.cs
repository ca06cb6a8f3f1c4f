using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.AzureStorage;
using Orleans.Storage;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>A silo's registrations without its running: of what takes part in a silo's start, only the table storage is started.</summary>
internal static class StartedStorage
{
    public static void Register(IServiceCollection services, AzureStore store)
    {
        var silo = Host.CreateApplicationBuilder();
        silo.UseOrleans(orleans => orleans.UseLocalhostClustering().AddAzureStorage(store));
        foreach (var service in silo.Services)
            services.Add(service);
    }

    public static async Task StartAsync(IServiceProvider services)
    {
        var start = new Start();
        ((ILifecycleParticipant<ISiloLifecycle>)services.GetRequiredKeyedService<IGrainStorage>("muc-states")).Participate(start);
        foreach (var observer in start.Observers)
            await observer.OnStart(TestContext.Current.CancellationToken);
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
