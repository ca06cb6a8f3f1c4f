using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Host;
using Orleans.Muc.Host.Commands;
using Orleans.Muc.Host.Logging;
using Orleans.Muc.Host.Settings;
using Orleans.Muc.Host.Telemetry;

try
{
    if (BackupArguments.IsFor(args))
        return await BackupCommand.Run(args);
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
    var opening = OpenStorage.OpenAsync(settings);
    var certifying = Beside(() => SelfSignedCertificate.LoadOrCreate(settings.DataDirectory, settings.Identity.Domain.Domainpart, TimeProvider.System));
    builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);
    builder.Logging.UseFormat(settings.LogFormat);
    builder.UseOrleans(silo => silo.AddMuc(settings.Identity, settings.Gateway));
    builder.AddTelemetry(TelemetrySettingsReader.Read(builder.Configuration), settings.Identity.Version);
    using var storage = await opening;
    using var certificate = await certifying;
    builder.Services.AddSingleton<ICertificateSource>(certificate).AddSingleton(new MessageKeeping(settings.Archive) { Days = settings.ArchiveDays });
    builder.UseOrleans(silo =>
    {
        SiloNetwork.Join(silo, settings.Silo, storage.Azure);
        storage.AddTo(silo);
    });

    using var host = builder.Build();
    await host.StartAsync();
    host.Services.Say(Greeting.Lines(settings, storage, host.Services.GetRequiredService<GatewayServer>().Endpoints), settings.LogFormat);
    await host.WaitForShutdownAsync();
}

static async Task<T> Beside<T>(Func<T> work)
{
    await Task.Yield();
    return work();
}
