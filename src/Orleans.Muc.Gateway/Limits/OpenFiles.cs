using System.Globalization;

namespace Orleans.Muc.Gateway.Limits;

/// <summary>
/// How many connections the system's limit of open files leaves. A process at that limit can open no database and start no thread, and the runtime ends it: so it turns clients away before.
/// </summary>
internal static class OpenFiles
{
    /// <summary>Files that are no connections: assemblies, the database, silos, threads, and those on their way out.</summary>
    public const int Reserve = 200;

    private const string Row = "Max open files";

    /// <summary>Connections that may be open; <see cref="int.MaxValue"/> where the system tells no limit.</summary>
    public static int Connections { get; } = ConnectionsOf(File.Exists("/proc/self/limits") ? File.ReadAllText("/proc/self/limits") : "");

    /// <param name="limits">As in Linux's <c>/proc/self/limits</c> (proc(5)): a row for each, with its name, the limit and what it may be raised to.</param>
    public static int ConnectionsOf(string limits)
    {
        foreach (var line in limits.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(Row, StringComparison.Ordinal))
                continue;
            var rest = line[Row.Length..].TrimStart();
            var end = rest.IndexOf(' ');
            if (end > 0 && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var files))
                return Math.Max(1, files - Reserve);
        }

        return int.MaxValue;
    }
}
