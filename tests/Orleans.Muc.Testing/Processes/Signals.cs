using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Orleans.Muc.Testing;

/// <summary>POSIX signals for child processes.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    /// <summary>The kernel no longer runs the process; it notices nothing.</summary>
    public static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;

    public static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    public static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
            throw new ScenarioException($"cannot send signal {signal} to process {processId}");
    }

    /// <summary>How to start a program whose streams are read, and which listens to Ctrl-C even where this process was told to ignore it.</summary>
    public static ProcessStartInfo Startable(string program, IEnumerable<string> arguments)
    {
        // A shell starts background jobs with SIGINT ignored, which children inherit and a .NET program then leaves so.
        IEnumerable<string> command = InterruptIsIgnored() ? ["env", "--default-signal=INT", program, .. arguments] : [program, .. arguments];
        var start = new ProcessStartInfo(command.First()) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        return start;
    }

    private static bool InterruptIsIgnored()
    {
        const string Status = "/proc/self/status";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return line is not null && (ulong.Parse(line[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int processId, int signal);
}
