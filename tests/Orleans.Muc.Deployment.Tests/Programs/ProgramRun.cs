using System.Diagnostics;

namespace Orleans.Muc.Deployment.Tests.Programs;

/// <summary>What a program that has ended left behind.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Everything it wrote, for messages of assertions.</summary>
    public string Everything => $"exit code {ExitCode}\n{Output}{Errors}";

    /// <summary>Runs a program to its end; one that takes longer than ten minutes is ended.</summary>
    /// <exception cref="TimeoutException">It was ended.</exception>
    public static async Task<ProgramRun> Of(string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await Tell(process, input);
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} still runs after {Patience}.");
        }

        return new ProgramRun(process.ExitCode, await output, await errors);
    }

    /// <summary>Where a program lies on the path; null when it doesn't.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
            .FirstOrDefault(File.Exists);

    /// <summary>A program that asks nothing may have ended before it is told anything.</summary>
    private static async Task Tell(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed its input.
        }
    }
}
