using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Orleans.Muc.Testing;

/// <summary>
/// Azurite, the emulator of Azure's tables and blobs, as a child process on free ports of 127.0.0.1, in memory. It ends with the process that started it, however
/// that one ends.
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    /// <summary>The one account every emulator has, and its key: both published.</summary>
    private const string Account = "devstoreaccount1";

    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private static readonly Lazy<Task<AzuriteServer>> OfThisProcess = new(() => StartAsync());

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, int> _ports = [];

    private AzuriteServer(int blobPort, int tablePort)
    {
        string[] arguments =
        [
            AzuriteInstallation.Script, "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry", "--queuePort", "0",
            "--blobPort", blobPort.ToString(CultureInfo.InvariantCulture), "--tablePort", tablePort.ToString(CultureInfo.InvariantCulture),
        ];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("node", arguments)
            {
                WorkingDirectory = Path.GetTempPath(),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        AppDomain.CurrentDomain.ProcessExit += KillQuietly;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where its tables are, with the account's name.</summary>
    public Uri TableEndpoint => new($"http://127.0.0.1:{_ports["Table"]}/{Account}");

    /// <summary>Where its blobs are, with the account's name.</summary>
    public Uri BlobEndpoint => new($"http://127.0.0.1:{_ports["Blob"]}/{Account}");

    /// <summary>With the account's name and key.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={BlobEndpoint};TableEndpoint={TableEndpoint};";

    /// <summary>The one that all tests of this process share: they keep apart by the names of tables and containers. Without Node the calling test is skipped.</summary>
    public static async Task<AzuriteServer> SharedAsync()
    {
        try
        {
            return await OfThisProcess.Value;
        }
        catch (AzuriteMissingException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }

    /// <summary>The same; null without Node, for fixtures: what they throw would be a failure of every test, so the tests ask <see cref="SharedAsync"/> themselves.</summary>
    public static async Task<AzuriteServer?> TrySharedAsync()
    {
        try
        {
            return await OfThisProcess.Value;
        }
        catch (AzuriteMissingException)
        {
            return null;
        }
    }

    /// <summary>One of the caller's own, which he may suspend or end. A port that is 0 is a free one.</summary>
    /// <exception cref="AzuriteMissingException">It can't be run here.</exception>
    /// <exception cref="ScenarioException">It ended or stayed silent; the message holds what it wrote.</exception>
    public static async Task<AzuriteServer> StartAsync(int blobPort = 0, int tablePort = 0)
    {
        await AzuriteInstallation.EnsureAsync();
        var server = new AzuriteServer(blobPort, tablePort);
        var exit = server._process.WaitForExitAsync();
        var first = await Task.WhenAny(server._listening.Task, exit, Task.Delay(StartPatience));
        if (first == server._listening.Task)
            return server;
        var reason = first == exit ? $"Azurite ended with exit code {server._process.ExitCode}" : $"Azurite did not listen within {StartPatience.TotalSeconds} s";
        await server.DisposeAsync();
        throw new ScenarioException(reason, got: server._output.ToString());
    }

    /// <summary>It takes connections but answers nothing (SIGSTOP), until <see cref="Resume"/>.</summary>
    public void Suspend() => Signals.Send(_process.Id, Signals.Stop);

    /// <summary>It goes on where it was suspended.</summary>
    public void Resume() => Signals.Send(_process.Id, Signals.Continue);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillQuietly;
        KillQuietly(null, EventArgs.Empty);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.AppendLine(line);
            var ready = Ready().Match(line);
            if (!ready.Success)
                return;
            _ports[ready.Groups[1].Value] = int.Parse(ready.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            if (_ports.ContainsKey("Blob") && _ports.ContainsKey("Table"))
                _listening.TrySetResult();
        }
    }

    private void KillQuietly(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    [GeneratedRegex(@"^Azurite (Blob|Table) service is successfully listening at http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Ready();
}
