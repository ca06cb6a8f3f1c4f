using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Connections;
using Orleans.Muc.Host;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Rooms;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;
using Orleans.Streams;
using Orleans.TestingHost;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>Several silos in one process, each with the whole service and a gateway on free ports, over one storage that outlives them.</summary>
public sealed class MucCluster : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, MucCluster> Running = new();

    private readonly TemporaryDirectory _directory = new();
    private readonly SelfSignedCertificate _certificate;
    private readonly MemoryDatabase _database;
    private readonly CountingStore _store;
    private readonly HeldArchive _archive;
    private readonly ConcurrentDictionary<SiloAddress, bool> _cut = new();
    private readonly ConcurrentDictionary<SiloAddress, bool> _silent = new();
    private readonly SharedMembership _membership = new();
    private readonly ConcurrentBag<XmppClient> _people = [];
    private TestCluster _cluster = null!;
    private bool _memoryStreams;
    private IAwayNotifier? _notifier;
    private MessageKeeping? _keeping;
    private bool _telemetry;
    private int _refused;
    private readonly ConcurrentDictionary<MethodInfo, int> _lostAnswers = new();
    private readonly ConcurrentDictionary<MethodInfo, ConcurrentQueue<(SiloAddress From, GrainId To)>> _calls = new();

    private MucCluster(MemoryDatabase database)
    {
        _database = database;
        _store = new CountingStore(database);
        _archive = new HeldArchive(database);
        _certificate = SelfSignedCertificate.LoadOrCreate(_directory.Path, "localhost", TimeProvider.System);
    }

    /// <summary>How many events did not get through to a silenced gateway.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Holds back what is written of a room.</summary>
    internal HeldWrites HoldWrites(string room) => _store.Hold(room);

    /// <summary>The archives of users, and a hand that holds back what is asked of them.</summary>
    internal HeldArchive Archives => _archive;

    /// <summary>How many pages of logs were read.</summary>
    public int LogReads => _store.Reads;

    public IReadOnlyList<SiloHandle> Silos => [.. _cluster.Silos];

    public IReadOnlyList<IPEndPoint> Gateways => [.. _cluster.Silos.Select(GatewayOf)];

    /// <summary>
    /// Deploys silos; <paramref name="memoryStreams"/> puts Orleans' memory streams in the place of the push provider. A database given is one that an earlier cluster has
    /// left behind; a notifier given is told of those who are mentioned while away; keeping says what is stored of messages; with telemetry calls are measured and traced.
    /// </summary>
    public static async Task<MucCluster> StartAsync(
        short silos, bool memoryStreams = false, MemoryDatabase? database = null, IAwayNotifier? notifier = null, MessageKeeping? keeping = null, bool telemetry = false)
    {
        var cluster = new MucCluster(database ?? new MemoryDatabase()) { _memoryStreams = memoryStreams, _notifier = notifier, _keeping = keeping, _telemetry = telemetry };
        var id = Guid.NewGuid().ToString("N");
        Running[id] = cluster;
        var builder = new TestClusterBuilder(silos);
        builder.Properties["muc-cluster"] = id;
        builder.AddSiloBuilderConfigurator<Silo>();
        // The cluster's membership is outside of its silos, and clients come in by their own doors.
        builder.Options.UseTestClusterMembership = false;
        builder.Options.InitializeClientOnDeploy = false;
        cluster._cluster = builder.Build();
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    public static IPEndPoint GatewayOf(SiloHandle silo) =>
        Services(silo).GetRequiredService<GatewayServer>().Endpoints.First(endpoint => endpoint.Transport == GatewayTransport.Tcp).Address;

    /// <summary>The silo on which a room is awake, null when it sleeps.</summary>
    public SiloHandle? HomeOf(string room) => _cluster.Silos.FirstOrDefault(silo => Services(silo).GetRequiredService<AwakeGrains<IRoomGrain>>().Has(room));

    /// <summary>The silo on which a user's grain is awake, null when it sleeps.</summary>
    public SiloHandle? HomeOfUser(string account) => _cluster.Silos.FirstOrDefault(silo => Services(silo).GetRequiredService<AwakeGrains<IUserGrain>>().Has(account));

    public static IServiceProvider Services(SiloHandle silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return ((InProcessSiloHandle)silo).ServiceProvider;
    }

    /// <summary>Ends a silo as a power cut would: nothing that its process still does while it is torn down reaches anybody.</summary>
    public Task KillAsync(SiloHandle silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        _cut[silo.SiloAddress] = true;
        return _cluster.KillSiloAsync(silo);
    }

    /// <summary>The answers to the next calls of a method are lost, whoever calls: what was called has been done.</summary>
    public void LoseAnswers<TGrain>(string method, int count) => _lostAnswers[typeof(TGrain).GetMethod(method)!] = count;

    /// <summary>The calls of a method from the first time on that this is asked: from which silo, and of which grain.</summary>
    public ConcurrentQueue<(SiloAddress From, GrainId To)> CallsOf<TGrain>(string method) => _calls.GetOrAdd(typeof(TGrain).GetMethod(method)!, _ => new());

    /// <summary>Whether all the answers that were to be lost have been.</summary>
    public bool HasLostAnswers => _lostAnswers.Values.All(left => left == 0);

    /// <summary>Until <see cref="Unsilence"/>, nothing of the streams reaches the gateway of a silo; everything else does.</summary>
    public void Silence(SiloHandle silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        _silent[silo.SiloAddress] = true;
    }

    public void Unsilence(SiloHandle silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        _silent.TryRemove(silo.SiloAddress, out _);
    }

    public Task StopAsync(SiloHandle silo) => _cluster.StopSiloAsync(silo);

    /// <summary>One more silo, for one that was stopped or killed.</summary>
    public Task<SiloHandle> AddAsync() => _cluster.StartAdditionalSiloAsync(startAdditionalSiloOnNewPort: true);

    /// <summary>
    /// A registered account, logged in on a silo's gateway, with a resource of the server's choice if none is given. It is logged out before the cluster stops, if not
    /// sooner.
    /// </summary>
    public async Task<XmppClient> LoginAsync(string name, SiloHandle silo, string? resource = null, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var account = new ClientSettings(name) { BareJid = $"{name.ToLowerInvariant()}@localhost", Password = "secret", Resource = resource };
        var gateway = GatewayOf(silo);
        await TestAccounts.RegisterAsync(account, gateway);
        var client = await XmppClient.LoginAsync(account, gateway, patience);
        _people.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
            await person.DisposeAsync();
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        _certificate.Dispose();
        _directory.Dispose();
    }

    private bool LosesAnswer(MethodInfo method)
    {
        while (_lostAnswers.TryGetValue(method, out var left) && left > 0)
        {
            if (_lostAnswers.TryUpdate(method, left - 1, left))
                return true;
        }

        return false;
    }

    /// <summary>What a dead silo sends goes nowhere, nor what is streamed to a silent one.</summary>
    private sealed class PowerCut(MucCluster cluster, IServiceProvider services) : IOutgoingGrainCallFilter
    {
        private ILocalSiloDetails? _silo;

        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            _silo ??= services.GetRequiredService<ILocalSiloDetails>();
            if (context.InterfaceMethod.DeclaringType == typeof(IPushExtension)
                && ConnectionKey.TryParse(context.TargetId.Key.ToString(), out var key)
                && cluster._silent.ContainsKey(key.Value.Silo))
            {
                Interlocked.Increment(ref cluster._refused);
                throw new OrleansException("Nothing gets through.");
            }

            if (cluster._cut.ContainsKey(_silo.SiloAddress))
                throw new OrleansException("This silo is dead.");
            if (cluster._calls.TryGetValue(context.InterfaceMethod, out var calls))
                calls.Enqueue((_silo.SiloAddress, context.TargetId));
            await context.Invoke();
            if (cluster.LosesAnswer(context.InterfaceMethod))
                throw new OrleansException("The answer is lost.");
        }
    }

    private sealed class Silo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            var cluster = Running[siloBuilder.Configuration["muc-cluster"]!];
            var gateway = new GatewayOptions { TcpPort = 0, TlsPort = GatewayOptions.Off, HttpPort = GatewayOptions.Off, RequireEncryption = false };
            // Everybody comes from this machine.
            gateway.Registration.Open = true;
            gateway.Registration.MaxPerHour = gateway.MaxConnectionsPerAddress = gateway.BytesPerSecond = gateway.MaxFailedLoginsPerAddress = GatewayOptions.NoLimit;
            siloBuilder.Services.AddMemoryStorage(cluster._database);
            siloBuilder.Services.Replace(ServiceDescriptor.Singleton<IRoomStore>(cluster._store));
            siloBuilder.Services.Replace(ServiceDescriptor.Singleton<IUserArchive>(cluster._archive));
            siloBuilder.Services.AddSingleton(services =>
            {
                ILocalSiloDetails? silo = null;
                return cluster._membership.Through(() => cluster._cut.ContainsKey((silo ??= services.GetRequiredService<ILocalSiloDetails>()).SiloAddress));
            });
            siloBuilder.Services.AddSingleton<IOutgoingGrainCallFilter>(services => new PowerCut(cluster, services));
            var identity = new MucIdentity(Jid.Parse("localhost"), Jid.Parse("conference.localhost"), new HashSet<Jid>());
            siloBuilder.Services.AddSingleton(new ServiceRules(identity.Service, identity.Admins) { Domain = identity.Domain, AnswerPatience = TimeSpan.FromSeconds(2), MaxHistory = 1_000 });
            if (cluster._notifier is { } notifier)
                siloBuilder.Services.AddSingleton(notifier);
            if (cluster._keeping is { } keeping)
                siloBuilder.Services.AddSingleton(keeping);
            siloBuilder.AddMuc(identity, gateway);
            // Orleans' own choice goes by load, and may leave out one of three silos for good; a story may need it.
            siloBuilder.Services.AddSingleton<PlacementStrategy, RandomPlacement>();
            if (cluster._telemetry)
                siloBuilder.AddMucTelemetry();
            siloBuilder.Services.AddSingleton<ICertificateSource>(cluster._certificate);
            if (!cluster._memoryStreams)
                return;
            siloBuilder.Services.RemoveAllKeyed<IStreamProvider>(GatewayFeed.Provider);
            siloBuilder.AddMemoryStreams(GatewayFeed.Provider);
            siloBuilder.AddMemoryGrainStorage("PubSubStore");
        }
    }
}
