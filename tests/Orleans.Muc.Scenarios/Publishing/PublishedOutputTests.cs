using System.Globalization;
using System.Net;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Publishing;

/// <summary>What <c>dotnet publish</c> makes, run as in a container: as somebody who may do nothing, with everything but the data directory read-only.</summary>
public sealed class PublishedOutputTests(PublishedHost published) : IClassFixture<PublishedHost>
{
    private const string Room = "verona@conference.localhost";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task It_serves_and_keeps_what_it_is_told_where_nothing_but_its_data_can_be_written()
    {
        var data = Directory.CreateDirectory(published.Inside("data")).FullName;
        var sandbox = new Sandbox(data);
        if (await sandbox.MissingAsync() is { } reason)
            Assert.Skip($"Skipped, since there is no such place to run it in: {reason}.");
        var settings = new HostSettings { Assembly = Path.Combine(await published.AppAsync(), "Orleans.Muc.Host.dll"), Launcher = [.. sandbox.Launcher, "dotnet"], DataDirectory = data };

        await using (var host = await HostProcess.StartAsync(settings))
        {
            AssertConfined(host.ProcessId, data);
            await AssertHealthyAsync(settings);
            await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
            await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1"));
            await Verona.SayAsync(romeo, Room, "m1", "But soft");
            await EndsWellAsync(host);
        }

        await using var again = await HostProcess.StartAsync(settings);
        await AssertHealthyAsync(settings);
        await using var back = await XmppClient.LoginAsync(Verona.Romeo, again.Gateway);
        await Verona.EnterAsync(back, Room);
        await back.ExpectAsync($"<message type='groupchat' from='{Room}/Romeo' id='m1'><body>But soft</body><delay xmlns='urn:xmpp:delay' scansion:strict='false'/></message>");
        await Verona.SayAsync(back, Room, "m2", "What light");
        await using var encrypted = await XmppClient.LoginAsync(Verona.Romeo with { StartTls = StartTls.Require }, again.Gateway);
        await EndsWellAsync(again);
    }

    private static async Task EndsWellAsync(HostProcess host)
    {
        var exit = await host.TerminateAsync(Grace);
        Assert.Equal((0, ""), (exit.Code, exit.Errors));
    }

    /// <summary>As the kernel has it.</summary>
    private static void AssertConfined(int processId, string data)
    {
        var process = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}";
        var status = File.ReadLines($"{process}/status").Select(line => line.Split('\t', ' ')).ToLookup(parts => parts[0], parts => parts[1]);
        Assert.Equal((Sandbox.User.ToString(CultureInfo.InvariantCulture), 0UL), (status["Uid:"].Single(), ulong.Parse(status["CapEff:"].Single(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

        // Of several mounts in a place the last one counts.
        var writable = File.ReadLines($"{process}/mountinfo").Select(line => line.Split(' ')).GroupBy(parts => parts[4], parts => parts[5].Split(',')[0]).Where(mount => mount.Last() != "ro");
        Assert.Equal([data], writable.Select(mount => mount.Key));
    }

    private static async Task AssertHealthyAsync(HostSettings settings)
    {
        using var http = new HttpClient();
        foreach (var question in (string[])["live", "ready"])
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{settings.OperationsPort.ToString(CultureInfo.InvariantCulture)}/health/{question}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
