using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>Mistakes an operator can make: each is answered by a sentence and exit code 1, never by a stack trace.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    [Theory]
    [InlineData("five thousand")]
    [InlineData("99999")]
    [InlineData("-7")]
    public async Task A_port_that_is_no_port(string port) =>
        Says(await RefusedAsync(Settings() with { Overrides = Set("Muc:Gateway:TcpPort", port) }), "TcpPort");

    [Fact]
    public async Task A_storage_that_does_not_exist() =>
        Says(await RefusedAsync(Settings() with { Storage = "Papyrus" }), "Storage");

    [Fact]
    public async Task Several_mistakes_are_told_together()
    {
        var exit = await HostProcess.RunToExitAsync(Settings() with
        {
            Storage = "Papyrus",
            Overrides = new Dictionary<string, string> { ["Muc:Gateway:TcpPort"] = "99999", ["Muc:Gateway:HttpPort"] = "none" },
        });
        Assert.Equal(1, exit.Code);
        var lines = Sentences(exit);
        foreach (var setting in new[] { "Storage", "TcpPort", "HttpPort" })
            Assert.Contains(lines, line => line.Contains(setting, StringComparison.Ordinal));
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task A_port_that_is_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Says(await RefusedAsync(Settings() with { TcpPort = port }), port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written()
    {
        var file = _data.Inside("a file");
        await File.WriteAllTextAsync(file, "no folder");
        Says(await RefusedAsync(Settings() with { DataDirectory = Path.Combine(file, "data") }), "a file");
    }

    [Fact]
    public async Task A_second_server_on_the_same_data()
    {
        await using var first = await HostProcess.StartAsync(Settings());
        Says(await RefusedAsync(Settings()), _data.Path);
    }

    [Fact]
    public async Task A_database_file_that_is_none()
    {
        Directory.CreateDirectory(_data.Inside("data"));
        await File.WriteAllTextAsync(Path.Combine(_data.Inside("data"), "muc.db"), string.Concat(Enumerable.Repeat("The lady doth protest too much. ", 1000)));
        Says(await RefusedAsync(Settings()), "muc.db");
    }

    [Fact]
    public async Task A_database_file_that_is_damaged()
    {
        await using (var first = await HostProcess.StartAsync(Settings()))
            await first.TerminateAsync(TimeSpan.FromSeconds(20));
        var file = Path.Combine(_data.Inside("data"), "muc.db");
        var bytes = await File.ReadAllBytesAsync(file);
        Array.Fill(bytes, (byte)0x5A, 100, bytes.Length - 100);
        await File.WriteAllBytesAsync(file, bytes);
        Says(await RefusedAsync(Settings()), "muc.db");
    }

    public void Dispose() => _data.Dispose();

    private HostSettings Settings() => new() { DataDirectory = _data.Inside("data") };

    private static Dictionary<string, string> Set(string key, string value) => new() { [key] = value };

    private static async Task<string> RefusedAsync(HostSettings settings)
    {
        var exit = await HostProcess.RunToExitAsync(settings);
        Assert.Equal(1, exit.Code);
        return Assert.Single(Sentences(exit));
    }

    private static string[] Sentences(HostExit exit) => exit.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void Says(string sentence, string subject)
    {
        Assert.Contains(subject, sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
    }
}
