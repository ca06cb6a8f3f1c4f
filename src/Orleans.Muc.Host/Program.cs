using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Host;
using Orleans.Muc.Host.Settings;
using Orleans.Muc.LocalStorage;

try
{
    await Run(args);
    return 0;
}
catch (Exception mistake) when (StartMistakes.TryExplain(mistake) is { } sentences)
{
    foreach (var sentence in sentences)
        await Console.Error.WriteLineAsync(sentence);
    return 1;
}

static async Task Run(string[] args)
{
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var settings = SettingsLoader.Load(builder.Configuration, builder.Environment.IsDevelopment());
    // Both read files; meanwhile Orleans looks through the assemblies, which takes as long.
    var opening = Beside(() => settings.Storage == StorageKind.Sqlite ? SqliteDatabase.Open(settings.DataDirectory) : null);
    var certifying = Beside(() => SelfSignedCertificate.LoadOrCreate(settings.DataDirectory, settings.Identity.Domain.Domainpart, TimeProvider.System));
    builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
    builder.UseOrleans(silo =>
    {
        var (siloPort, gatewayPort) = LoopbackPorts.TakeTwo();
        silo.UseLocalhostClustering(siloPort, gatewayPort);
        silo.Configure<SiloOptions>(options => options.SiloName = "muc");
        silo.AddMuc(settings.Identity, settings.Gateway);
    });
    using var database = await opening;
    using var certificate = await certifying;
    builder.Services.AddSingleton<ICertificateSource>(certificate).AddSingleton(new MessageKeeping(settings.Archive) { Days = settings.ArchiveDays });
    if (database is not null)
        builder.Services.AddSqliteStorage(database);
    else
        builder.Services.AddMemoryStorage(new MemoryDatabase());

    using var host = builder.Build();
    await host.StartAsync();
    foreach (var line in Greeting.Lines(settings, host.Services.GetRequiredService<GatewayServer>().Endpoints))
        Console.WriteLine(line);
    await host.WaitForShutdownAsync();
}

static async Task<T> Beside<T>(Func<T> work)
{
    await Task.Yield();
    return work();
}

/// <summary>Free ports for the silo of a lone process: nobody else talks to it, and several may run on one machine.</summary>
internal static class LoopbackPorts
{
    public static (int Silo, int Gateway) TakeTwo()
    {
        using var first = Listen();
        using var second = Listen();
        return (((System.Net.IPEndPoint)first.LocalEndpoint).Port, ((System.Net.IPEndPoint)second.LocalEndpoint).Port);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
