using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Host;
using Orleans.Muc.Host.Commands;
using Orleans.Muc.Host.Logging;
using Orleans.Muc.Host.Operations;
using Orleans.Muc.Host.Settings;
using Orleans.Muc.Host.Stopping;
using Orleans.Muc.Host.Telemetry;

try
{
    return await BackupCommand.RunIfAsked(args) ?? await Run(args);
}
catch (Exception mistake) when (StartMistakes.TryExplain(mistake) is { } sentences)
{
    foreach (var sentence in sentences)
        await Console.Error.WriteLineAsync(sentence);
    return 1;
}

static async Task<int> Run(string[] args)
{
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var settings = SettingsLoader.Load(builder.Configuration, builder.Environment.IsDevelopment());
    // Both read files; meanwhile Orleans looks through the assemblies, which takes as long.
    var opening = OpenStorage.OpenAsync(settings);
    var certifying = Beside(() => Certificates.Load(settings));
    builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
    builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = OrderlyEnd.InOrder(settings.ShutdownTimeout));
    builder.Services.AddOperations(settings.Operations);
    builder.Logging.UseFormat(settings.LogFormat);
    builder.UseOrleans(silo => silo.AddMuc(settings.Identity, settings.Gateway));
    builder.AddTelemetry(TelemetrySettingsReader.Read(builder.Configuration, settings.Operations.Port != GatewayOptions.Off), settings.Identity.Version);
    using var storage = await opening;
    var certificate = await certifying;
    builder.Services.AddSingleton<ICertificateSource>(certificate).AddSingleton(new MessageKeeping(settings.Archive) { Days = settings.ArchiveDays });
    builder.UseOrleans(silo =>
    {
        SiloNetwork.Join(silo, settings.Silo, storage.Azure);
        storage.AddTo(silo);
    });

    using var host = builder.Build();
    var application = host.Services.GetRequiredService<IHostApplicationLifetime>();
    try
    {
        await host.StartAsync();
    }
    catch (Exception)
    {
        // Asked to stop while it started, each part says so in its own way.
        var wasAsked = application.ApplicationStopping.IsCancellationRequested;
        await OrderlyEnd.GiveUpAsync(host);
        if (wasAsked)
            return 0;
        throw;
    }

    var services = host.Services;
    services.Say(
        Greeting.Lines(settings, storage, services.GetRequiredService<GatewayServer>().Endpoints, services.GetRequiredService<OperationsServer>().Address), settings.LogFormat);
    return await new OrderlyEnd(host, settings.ShutdownTimeout).RunAsync();
}

static async Task<T> Beside<T>(Func<T> work)
{
    await Task.Yield();
    return work();
}
