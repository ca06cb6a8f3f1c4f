using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Several silos and a client in this process.</summary>
public class TestCluster(TestClusterOptions options, IReadOnlyList<IConfigurationSource> configurationSources, ITestClusterPortAllocator portAllocator)
    : IDisposable, IAsyncDisposable
{
    private readonly List<SiloHandle> _secondaries = [];
    private IHost? _clientHost;
    private short _lastInstance = -1;
    private bool _isDisposed;

    public TestClusterOptions Options { get; } = options;

    public IReadOnlyList<IConfigurationSource> ConfigurationSources { get; } = configurationSources;

    public ITestClusterPortAllocator PortAllocator { get; } = portAllocator;

    /// <summary>The silo started first.</summary>
    public SiloHandle? Primary { get; private set; }

    public IReadOnlyList<SiloHandle> SecondarySilos
    {
        get
        {
            lock (_secondaries)
            {
                return [.. _secondaries];
            }
        }
    }

    /// <summary>The silos that were not stopped or killed.</summary>
    public ReadOnlyCollection<SiloHandle> Silos => new([.. (Primary is null ? [] : new[] { Primary }).Concat(SecondarySilos)]);

    public IServiceProvider ServiceProvider => _clientHost?.Services ?? throw new InvalidOperationException("The client was not initialized.");

    public IClusterClient Client => ServiceProvider.GetRequiredService<IClusterClient>();

    public IGrainFactory GrainFactory => Client;

    public static TimeSpan GetLivenessStabilizationTime(ClusterMembershipOptions clusterMembershipOptions, bool didKill = false)
        => didKill ? clusterMembershipOptions.ProbeTimeout * clusterMembershipOptions.NumMissedProbesLimit : TimeSpan.Zero;

    public void Deploy() => DeployAsync().GetAwaiter().GetResult();

    public async Task DeployAsync()
    {
        Primary = await StartSiloAsync(++_lastInstance, Options);
        await StartAdditionalSilosAsync(Options.InitialSilosCount - 1);
        if (Options.InitializeClientOnDeploy)
        {
            await InitializeClientAsync();
        }
    }

    public Task DeployAsync(CancellationToken cancellationToken) => DeployAsync().WaitAsync(cancellationToken);

    public async Task InitializeClientAsync()
    {
        _clientHost = TestClusterHostFactory.CreateClusterClient("Client", Configuration([]));
        await _clientHost.StartAsync();
    }

    public SiloHandle StartAdditionalSilo(bool startAdditionalSiloOnNewPort = false) => StartAdditionalSiloAsync(startAdditionalSiloOnNewPort).GetAwaiter().GetResult();

    public async Task<SiloHandle> StartAdditionalSiloAsync(bool startAdditionalSiloOnNewPort = false) => (await StartAdditionalSilosAsync(1, startAdditionalSiloOnNewPort))[0];

    public async Task<List<SiloHandle>> StartAdditionalSilosAsync(int silosToStart, bool startAdditionalSiloOnNewPort = false)
    {
        var started = await Task.WhenAll(Enumerable.Range(0, silosToStart).Select(_ => StartSiloAsync(++_lastInstance, Options)).ToArray());
        lock (_secondaries)
        {
            _secondaries.AddRange(started);
        }

        return [.. started];
    }

    public Task<SiloHandle> StartSiloAsync(
        int instanceNumber, TestClusterOptions clusterOptions, IReadOnlyList<IConfigurationSource>? configurationOverrides = null, bool startSiloOnNewPort = false)
        => StartSiloAsync(this, instanceNumber, clusterOptions, configurationOverrides, startSiloOnNewPort);

    public static async Task<SiloHandle> StartSiloAsync(
        TestCluster cluster,
        int instanceNumber,
        TestClusterOptions clusterOptions,
        IReadOnlyList<IConfigurationSource>? configurationOverrides = null,
        bool startSiloOnNewPort = false)
    {
        var name = instanceNumber == 0 ? "Primary" : $"Secondary_{instanceNumber}";
        var configuration = cluster.Configuration(
            new()
            {
                ["Name"] = name,
                ["SiloName"] = name,
                [nameof(EndpointOptions.SiloPort)] = $"{clusterOptions.BaseSiloPort + instanceNumber}",
                [nameof(EndpointOptions.GatewayPort)] = $"{clusterOptions.BaseGatewayPort + instanceNumber}",
            },
            configurationOverrides ?? []);
        var handle = await InProcessSiloHandle.CreateAsync(name, configuration);
        handle.InstanceNumber = (short)instanceNumber;
        handle.ClusterOptions = clusterOptions;
        return handle;
    }

    public IEnumerable<SiloHandle> GetActiveSilos() => Silos.Where(s => s.IsActive);

    public SiloHandle? GetSiloForAddress(SiloAddress siloAddress) => GetActiveSilos().FirstOrDefault(s => s.SiloAddress.Equals(siloAddress));

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null)
        => ((silo is null ? Primary : GetSiloForAddress(silo)) as InProcessSiloHandle ?? throw new ArgumentException($"{silo} is no active silo of this cluster.")).ServiceProvider;

    public bool TryGetGrainContext(GrainId grainId, [NotNullWhen(true)] out IGrainContext? grainContext)
    {
        var found = Nodes().FirstOrDefault()?.Cluster.Directory.TryFind(grainId, out var activation) == true ? activation : null;
        grainContext = found;
        return found is not null;
    }

    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    public async Task DeactivateAsync(GrainId grainId)
    {
        if (TryGetGrainContext(grainId, out var context))
        {
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The test asked for it."));
            await context.Deactivated;
        }
    }

    public Task WaitForDeactivationAsync(IAddressable grain) => WaitForDeactivationAsync(grain.GetGrainId());

    public Task WaitForDeactivationAsync(GrainId grainId) => TryGetGrainContext(grainId, out var context) ? context.Deactivated : Task.CompletedTask;

    /// <summary>Waits until every active silo knows which silos are active.</summary>
    public async Task WaitForLivenessToStabilizeAsync(bool didKill = false)
    {
        while (Nodes().Any(n => !n.Membership.GetActiveSilos().ToHashSet().SetEquals(GetActiveSilos().Select(s => s.SiloAddress))))
        {
            await Task.Delay(10);
        }
    }

    public Task WaitForClusterManifestToStabilizeAsync(bool didKill = false) => WaitForLivenessToStabilizeAsync(didKill);

    public Task StopSiloAsync(SiloHandle instance) => EndAsync(instance, gracefully: true);

    public Task StopSiloAsync(SiloHandle instance, CancellationToken cancellationToken) => StopSiloAsync(instance).WaitAsync(cancellationToken);

    /// <summary>The silo is gone at once; the others declare it dead when they notice.</summary>
    public Task KillSiloAsync(SiloHandle instance) => EndAsync(instance, gracefully: false);

    public Task KillSiloAsync(SiloHandle instance, CancellationToken cancellationToken) => KillSiloAsync(instance).WaitAsync(cancellationToken);

    public async Task<SiloHandle?> RestartSiloAsync(SiloHandle instance)
    {
        var isPrimary = ReferenceEquals(instance, Primary);
        await StopSiloAsync(instance);
        var restarted = await StartSiloAsync(instance.InstanceNumber, Options);
        Add(restarted, isPrimary);
        return restarted;
    }

    public async Task<SiloHandle> RestartStoppedSecondarySiloAsync(string siloName)
    {
        var restarted = await StartSiloAsync(int.Parse(siloName["Secondary_".Length..], null), Options);
        Add(restarted, isPrimary: false);
        return restarted;
    }

    public async Task StopPrimarySiloAsync()
    {
        if (Primary is { } primary)
        {
            await StopSiloAsync(primary);
        }
    }

    public async Task StopSecondarySilosAsync()
    {
        foreach (var silo in SecondarySilos)
        {
            await StopSiloAsync(silo);
        }
    }

    public Task KillClientAsync() => StopClusterClientAsync();

    public async Task StopClusterClientAsync()
    {
        if (Interlocked.Exchange(ref _clientHost, null) is { } host)
        {
            host.Services.GetRequiredService<ClientNode>().Close();
            await host.StopAsync();
            host.Dispose();
        }
    }

    public void StopAllSilos() => StopAllSilosAsync().GetAwaiter().GetResult();

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSecondarySilosAsync();
        await StopPrimarySiloAsync();
    }

    public string GetLog() => "";

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await StopAllSilosAsync();
            PortAllocator.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private IEnumerable<SiloNode> Nodes() => GetActiveSilos().OfType<InProcessSiloHandle>().Select(s => s.ServiceProvider.GetRequiredService<SiloNode>());

    private void Add(SiloHandle silo, bool isPrimary)
    {
        if (isPrimary)
        {
            Primary = silo;
            return;
        }

        lock (_secondaries)
        {
            _secondaries.Add(silo);
        }
    }

    private async Task EndAsync(SiloHandle instance, bool gracefully)
    {
        await instance.StopSiloAsync(gracefully);
        if (ReferenceEquals(instance, Primary))
        {
            Primary = null;
        }

        lock (_secondaries)
        {
            _secondaries.Remove(instance);
        }
    }

    private IConfigurationRoot Configuration(Dictionary<string, string?> values, IReadOnlyList<IConfigurationSource>? overrides = null)
    {
        var builder = new ConfigurationBuilder();
        foreach (var source in ConfigurationSources)
        {
            builder.Add(source);
        }

        builder.AddInMemoryCollection(values);
        foreach (var source in overrides ?? [])
        {
            builder.Add(source);
        }

        return builder.Build();
    }
}
