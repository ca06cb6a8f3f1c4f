using System.Diagnostics;
using System.Globalization;

namespace Orleans.Muc.Scenarios.Publishing;

/// <summary>
/// A program as an unprivileged user to whom every file system is read-only but one folder, as in a container with a read-only root: in a mount namespace of its own, without any
/// capability, and with nothing of this process's environment.
/// </summary>
internal sealed class Sandbox(string writable)
{
    /// <summary>The user of the container image.</summary>
    public const int User = 10001;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Mounts stay with this namespace; what is mounted twice in a place is reached at the top only.</summary>
    private const string Enter = """
        set -e
        writable=$1; user=$2; shift 2
        chown "$user:$user" "$writable"
        mount --bind "$writable" "$writable"
        cut -d ' ' -f 5 /proc/self/mountinfo | while read -r point; do
            point=$(printf '%b' "$point")
            [ "$point" = "$writable" ] || mount -o remount,bind,ro "$point"
        done
        cd /
        exec setpriv --reuid "$user" --regid "$user" --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs env -i "PATH=$PATH" DOTNET_EnableDiagnostics=0 "$@"
        """;

    /// <summary>What to write in front of a command, so that it runs inside.</summary>
    public IReadOnlyList<string> Launcher { get; } =
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", Enter, "sandbox", writable, User.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Why there can be none here; null when there can.</summary>
    public async Task<string?> MissingAsync()
    {
        if (!OperatingSystem.IsLinux())
            return "only Linux has mount namespaces";
        if (Environment.UserName != "root")
            return "it needs root to become somebody else";
        if (await RunAsync("true") is { } closed)
            return $"no read-only namespace can be made ({closed})";
        if (await RunAsync("test", "-w", writable) is { } hidden)
            return $"others may not look into the temporary folder ({hidden})";
        return await RunAsync("dotnet", "--list-runtimes") is { } unreadable ? $"others may not read this machine's .NET ({unreadable})" : null;
    }

    /// <summary>Null when it ended well; otherwise what it said.</summary>
    private async Task<string?> RunAsync(params string[] command)
    {
        try
        {
            var start = new ProcessStartInfo(Launcher[0], [.. Launcher.Skip(1), .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            await output;
            return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {(await errors).Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
