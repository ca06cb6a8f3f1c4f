using System.Diagnostics;
using System.Net;
using System.Text;

namespace Orleans.Muc.Testing;

/// <summary>The compiled server as a child process: started, listened to, interrupted or killed as an operator would. Builds nothing.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan SayPatience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Action<string>? _heard;

    private HostProcess(HostSettings settings, Action<string>? heard = null)
    {
        (Settings, _heard) = (settings, heard);
        _process = new Process { StartInfo = Signals.Startable(settings.Launcher[0], [.. settings.Launcher.Skip(1), .. settings.Arguments()]) };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_errors, line.Data);
        AppDomain.CurrentDomain.ProcessExit += KillQuietly;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it was started with.</summary>
    public HostSettings Settings { get; }

    /// <summary>The process, for those who measure it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Where ordinary clients connect.</summary>
    public IPEndPoint Gateway => new(IPAddress.Loopback, Settings.TcpPort);

    /// <summary>Where the server tells how it is.</summary>
    public Uri Operations => new($"http://127.0.0.1:{Settings.OperationsPort}/");

    /// <summary>Everything written to standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>Everything written to standard error so far.</summary>
    public string Errors => Text(_errors);

    /// <summary>Starts a host and waits until it listens.</summary>
    /// <param name="settings">What with.</param>
    /// <param name="heard">Told of every line that it writes, as soon as it is there.</param>
    /// <exception cref="ScenarioException">It ended or stayed silent; the message holds what it wrote.</exception>
    public static async Task<HostProcess> StartAsync(HostSettings settings, Action<string>? heard = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!File.Exists(settings.Assembly))
            throw new ScenarioException($"the host is not built: {settings.Assembly}");
        var host = new HostProcess(settings, heard);
        var exit = host._process.WaitForExitAsync();
        var first = await Task.WhenAny(host._listening.Task, exit, Task.Delay(StartPatience));
        if (first == host._listening.Task)
            return host;
        var reason = first == exit ? $"the host ended with exit code {host._process.ExitCode}" : $"the host did not listen within {StartPatience.TotalSeconds} s";
        await host.DisposeAsync();
        throw new ScenarioException(reason, got: host.Output + host.Errors);
    }

    /// <summary>Waits until its standard output says so.</summary>
    /// <exception cref="ScenarioException">It doesn't; the message holds what it wrote.</exception>
    public async Task SaysAsync(string text)
    {
        var since = Stopwatch.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(since) > SayPatience)
                throw new ScenarioException($"the host did not say \"{text}\" within {SayPatience.TotalSeconds} s", got: Output + Errors);
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>Starts a host and waits for nothing.</summary>
    public static HostProcess Launch(HostSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new HostProcess(settings);
    }

    /// <summary>Starts a host that is expected to refuse, and waits for its end.</summary>
    /// <exception cref="ScenarioException">It still runs after the start-up time limit.</exception>
    public static async Task<HostExit> RunToExitAsync(HostSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await using var host = new HostProcess(settings);
        return await host.WaitForExitAsync(StartPatience);
    }

    /// <summary>Ctrl-C: asks it to stop and waits for that.</summary>
    /// <exception cref="ScenarioException">It still runs after <paramref name="patience"/>.</exception>
    public Task<HostExit> InterruptAsync(TimeSpan patience) => SignalAsync(Signals.Interrupt, patience);

    /// <summary>What a service manager sends: asks it to stop and waits for that.</summary>
    /// <exception cref="ScenarioException">It still runs after <paramref name="patience"/>.</exception>
    public Task<HostExit> TerminateAsync(TimeSpan patience) => SignalAsync(Signals.Terminate, patience);

    /// <summary>It does nothing any more (SIGSTOP), but its connections stay, until <see cref="Resume"/>.</summary>
    public void Suspend() => Signals.Send(_process.Id, Signals.Stop);

    /// <summary>It goes on where it was suspended.</summary>
    public void Resume() => Signals.Send(_process.Id, Signals.Continue);

    /// <summary>kill -9: ends it at once, with no chance to write anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillQuietly;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    /// <summary>Asks it to stop, as a service manager does, and waits for nothing.</summary>
    public void Terminate() => Signals.Send(_process.Id, Signals.Terminate);

    /// <summary>Waits for its end.</summary>
    /// <exception cref="ScenarioException">It still runs after <paramref name="patience"/>.</exception>
    public async Task<HostExit> WaitForExitAsync(TimeSpan patience)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
            return new HostExit(_process.ExitCode, Output, Errors, Stopwatch.GetElapsedTime(since));
        }
        catch (TimeoutException late)
        {
            throw new ScenarioException($"the host still runs after {patience.TotalSeconds} s", got: Output + Errors, cause: late);
        }
    }

    private Task<HostExit> SignalAsync(int signal, TimeSpan patience)
    {
        Signals.Send(_process.Id, signal);
        return WaitForExitAsync(patience);
    }

    private void Take(StringBuilder target, string? line)
    {
        if (line is null)
            return;
        lock (target)
            target.AppendLine(line);
        _heard?.Invoke(line);
        if (line.Contains("Listening", StringComparison.Ordinal) && line.Contains("xmpp://", StringComparison.Ordinal))
            _listening.TrySetResult();
    }

    private void KillQuietly(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}

/// <summary>How a host process ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Errors">All of its standard error.</param>
/// <param name="Elapsed">From the request to stop, or from the start, to the end.</param>
public sealed record HostExit(int Code, string Output, string Errors, TimeSpan Elapsed);
