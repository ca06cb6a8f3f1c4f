using System.Globalization;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>What the kernel knows of a server process.</summary>
internal sealed class ServerProcess(HostProcess host)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Bytes of it that are in memory, garbage that is not collected yet included.</summary>
    public long MemoryBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{host.ProcessId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Sockets it has open, the listening ones included.</summary>
    public int Sockets => Directory.EnumerateFiles($"/proc/{host.ProcessId}/fd").Count(IsSocket);

    public static void Needed()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("This is measured through /proc.");
    }

    /// <summary>Waits until it has no more sockets open than that.</summary>
    public Task SocketsAsync(int atMost) => UntilAsync(() => Task.FromResult(Sockets <= atMost), () => $"{Sockets} sockets to become {atMost}");

    public static async Task UntilAsync(Func<Task<bool>> isSo, Func<string> what)
    {
        using var patience = new CancellationTokenSource(2 * RawLink.Patience);
        while (!await isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited {2 * RawLink.Patience.TotalSeconds} s for {what()}.");
            await Task.Delay(Pause);
        }
    }

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
