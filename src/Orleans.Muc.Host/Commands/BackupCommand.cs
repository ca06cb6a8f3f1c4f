using System.Security.Cryptography;
using Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Backup;
using Orleans.Muc.Backup.Exporting;
using Orleans.Muc.Backup.Importing;
using Orleans.Muc.Host.Settings;
using Orleans.Muc.Host.Stopping;
using Orleans.Storage;

namespace Orleans.Muc.Host.Commands;

/// <summary>
/// <c>export</c> and <c>import</c>. Exit codes: 0 it is done; 1 it failed, for a reason that is told; 2 the arguments are wrong. What is for people goes to standard error, so that
/// standard output can carry the document.
/// </summary>
internal static class BackupCommand
{
    private const int Failed = 1;
    private const int Misused = 2;

    /// <summary>Null when no command was given.</summary>
    public static async Task<int?> RunIfAsked(string[] args)
    {
        BackupArguments? arguments;
        try
        {
            arguments = BackupArguments.Parse(args);
        }
        catch (ArgumentException mistake)
        {
            await Console.Error.WriteLineAsync(mistake.Message);
            return Misused;
        }

        if (arguments is null)
            return null;
        if (arguments.Command == "help")
        {
            await Console.Out.WriteLineAsync(BackupArguments.Usage);
            return 0;
        }

        using var interrupted = new CancellationTokenSource();
        using var signals = new StopSignals(interrupted.Cancel);
        try
        {
            await Run(arguments, interrupted.Token);
            return 0;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"The {arguments.Command} was interrupted; it can be repeated.");
            return Failed;
        }
        catch (Exception fault) when (fault is StorageUnavailableException or RequestFailedException or AggregateException or OperationCanceledException)
        {
            throw new BackupException($"The {arguments.Command} ended before it was complete, because the storage {Refusal(fault)}; it can be repeated.", fault);
        }
    }

    /// <summary>Several tries come as one <see cref="AggregateException"/>, one that took too long as cancelled.</summary>
    private static string Refusal(Exception fault) => (fault as AggregateException)?.InnerExceptions[^1] is { } last
        ? Refusal(last)
        : fault is RequestFailedException { Status: > 0 } refused ? $"refused something ({refused.Status}, {refused.ErrorCode ?? "no reason given"})" : "does not answer";

    private static async Task Run(BackupArguments arguments, CancellationToken cancellation)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = arguments.Settings, ContentRootPath = AppContext.BaseDirectory });
        var settings = SettingsLoader.Load(builder.Configuration, builder.Environment.IsDevelopment());
        if (settings.Storage == StorageKind.Memory)
            throw new BackupException("Muc:Storage is Memory, which keeps nothing: there is nothing to export, and nowhere to import to.");
        using var storage = await OpenStorage.OpenAsync(settings);
        // A silo that hosts nothing: some storages begin to work when theirs starts. What it has to say would be in the way of the document.
        builder.Logging.ClearProviders();
        // Signals are for the command, which ends its silo itself.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.UseOrleans(silo =>
        {
            SiloNetwork.Join(silo, null, null);
            storage.AddTo(silo);
        });
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        await Run(arguments, settings, StoresOf(host.Services), cancellation);
        await host.StopAsync(CancellationToken.None);
    }

    private static BackupStores StoresOf(IServiceProvider services) => new(
        services.GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage),
        services.GetService<IStateCatalogue>() ?? throw new BackupException("This storage can't say what it holds, so it can't be moved."),
        services.GetRequiredService<IRoomStore>(),
        services.GetRequiredService<IUserArchive>());

    private static async Task Run(BackupArguments arguments, MucSettings settings, BackupStores stores, CancellationToken cancellation)
    {
        var tally = new Tally(Console.Error);
        if (arguments.Command == "export")
            await Export(new Exporter(stores, settings.Identity, tally), arguments.File, cancellation);
        else
            await Import(new Importer(stores, settings.Identity, tally) { Choices = new ImportChoices(arguments.Overwrite, RandomNumberGenerator.Fill) }, arguments.File, cancellation);
        foreach (var line in tally.Lines(arguments.Command == "export" ? "Exported" : "Imported"))
            await Console.Error.WriteLineAsync(line);
    }

    /// <summary>Into a file beside it that takes its place when it is complete, and that only its owner can read: it holds credentials.</summary>
    private static async Task Export(Exporter exporter, string file, CancellationToken cancellation)
    {
        if (file == "-")
        {
            await using var output = Console.OpenStandardOutput();
            await exporter.Write(output, cancellation);
            return;
        }

        var partial = file + ".partial";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            // One that was left behind would keep the rights it has; one that appears after that is somebody else's.
            File.Delete(partial);
            await using (var output = new FileStream(partial, options))
            {
                await exporter.Write(output, cancellation);
                output.Flush(flushToDisk: true);
            }

            File.Move(partial, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The file '{file}' can't be written ({fault.Message.TrimEnd('.')}).", fault);
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static async Task Import(Importer importer, string file, CancellationToken cancellation)
    {
        if (file == "-")
        {
            await importer.Read(new BackupFile(Console.OpenStandardInput(), "standard input", null), cancellation);
            return;
        }

        foreach (var document in Documents(file))
            await importer.Read(Open(document), cancellation);
    }

    /// <summary>Prosody writes one document for each account, into one folder.</summary>
    private static string[] Documents(string file)
    {
        if (!Directory.Exists(file))
            return [file];
        string[] documents = [.. Directory.EnumerateFiles(file, "*.xml").Order(StringComparer.Ordinal)];
        return documents.Length > 0 ? documents : throw new BackupException($"The folder '{file}' holds no file that ends in .xml.");
    }

    private static BackupFile Open(string file)
    {
        try
        {
            return BackupFile.Open(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The file '{file}' can't be read ({fault.Message.TrimEnd('.')}).", fault);
        }
    }
}
