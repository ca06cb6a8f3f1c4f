using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>A whole gateway for montague.lit with a recorded hall, accounts in memory and a clock that stands still.</summary>
internal sealed class Door : IAsyncDisposable
{
    private static readonly Lazy<SelfSignedCertificate> Made = new(() =>
        SelfSignedCertificate.LoadOrCreate(Directory.CreateTempSubdirectory("door").FullName, TestClient.Domain, TimeProvider.System));

    private readonly List<Task> running = [];
    private readonly List<InMemoryLink> links = [];

    public Door(Action<GatewayOptions>? configure = null, ICertificateSource? certificate = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions<GatewayOptions>().Configure(options =>
        {
            options.RequireEncryption = false;
            options.Registration.Open = true;
            (options.TcpPort, options.TlsPort, options.HttpPort) = (0, 0, 0);
            configure?.Invoke(options);
        });
        services.AddSingleton(Identity);
        services.AddSingleton(certificate ?? Certificate);
        services.AddSingleton(DispatchProxy.Create<ILocalSiloDetails, SiloProxy>());
        services.AddSingleton(Accounts.Factory);
        services.AddSingleton<TimeProvider>(Time);
        services.AddMucGateway();
        services.AddSingleton<ITokens, CountingTokens>();
        services.AddSingleton<ISessionHost>(Host);
        Services = services.BuildServiceProvider();
    }

    public static ICertificateSource Certificate => Made.Value;

    public static MucIdentity Identity { get; } = new(Jid.Parse(TestClient.Domain), Jid.Parse("rooms." + TestClient.Domain), new HashSet<Jid>());

    public ServiceProvider Services { get; }

    public Accounts Accounts { get; } = new();

    public RecordingHost Host { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public static X509Certificate2 ServerCertificate => Certificate.Current.Leaf;

    public TestClient Connect() => Connect(InMemoryLink.Create());

    public TestClient Connect(InMemoryLink link, bool direct = false)
    {
        links.Add(link);
        running.Add(new Connection(link, Services.GetRequiredService<ConnectionParts>()).Run(direct));
        return new TestClient(link.ClientEnd);
    }

    /// <summary>A client that has logged in, registering first when it must, and has bound a resource.</summary>
    public async Task<TestClient> Bound(string user, string? resource = "garden", InMemoryLink? link = null)
    {
        Accounts[$"{user}@{TestClient.Domain}"] ??= "secret";
        var client = Connect(link ?? InMemoryLink.Create());
        await client.Open();
        await client.Login(user, "secret");
        await client.Bind(resource);
        Assert.StartsWith("opened", await Host.Next(), StringComparison.Ordinal);
        return client;
    }

    /// <summary>Every connection has come to its end by itself.</summary>
    public Task Quiet() => Patience.For(Task.WhenAll(running), "the connections to end");

    /// <summary>Every connection has come to its end while time passes.</summary>
    public async Task QuietInTime()
    {
        var quiet = Quiet();
        while (!quiet.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await quiet;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in links)
            link.Abort();
        await Quiet();
        await Services.DisposeAsync();
    }

    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy is derived from it at run time.")]
    public class SiloProxy : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal("get_SiloAddress", targetMethod!.Name);
            return SiloAddress.FromParsableString("127.0.0.1:11111@1");
        }
    }
}
