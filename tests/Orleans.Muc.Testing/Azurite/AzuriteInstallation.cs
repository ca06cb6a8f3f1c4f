using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Orleans.Muc.Testing;

/// <summary>The emulator's packages in infra/azurite/node_modules, as its lock file names them: installed once, by the first test process that wants them.</summary>
internal static class AzuriteInstallation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>The script that runs the emulator for as long as its standard input is open.</summary>
    public static string Script => InFolder("start.js");

    /// <exception cref="AzuriteMissingException">It can't be had here; the message says why.</exception>
    public static async Task EnsureAsync()
    {
        if (await Run("node", ["--version"]) is not { Code: 0 })
            throw new AzuriteMissingException("Node.js is not installed");
        using var held = await HoldAsync();
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(InFolder("package-lock.json"))));
        var mark = InFolder("node_modules", ".installed");
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == wanted)
            return;
        var install = await Run(Npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"]);
        if (install is not { Code: 0 })
            throw new AzuriteMissingException(install is null ? "npm is not installed" : $"'npm ci' failed in infra/azurite ({Brief(install.Value.Text)})");
        await File.WriteAllTextAsync(mark, wanted);
    }

    /// <summary>One process at a time installs; the lock goes with the process that holds it.</summary>
    private static async Task<FileStream> HoldAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(InFolder(".installing"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(200);
            }
        }
    }

    /// <summary>Null when there is no such program.</summary>
    private static async Task<(int Code, string Text)?> Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = InFolder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await errors + await output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"no end after {Patience.TotalMinutes} minutes");
        }
    }

    private static string Brief(string text) =>
        text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? "no reason given";

    private static string InFolder(params string[] parts) => SourceTree.Inside(["infra", "azurite", .. parts]);
}
