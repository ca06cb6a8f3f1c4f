using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary><c>Muc:Archive</c> is false: talk is heard and remembered while the server runs, and nothing of it is on the disk.</summary>
public sealed class ArchiveOffTests : IDisposable
{
    private const string Room = "whispers@conference.localhost";
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Messages_are_history_until_the_server_stops_and_the_room_outlives_them()
    {
        await using (var first = await StartAsync())
        {
            await using var romeo = await Verona.ArriveAsync(first, Verona.Romeo);
            await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1"));
            await Verona.SayAsync(romeo, Room, "m1", "Speak low");
            await using var juliet = await Verona.ArriveAsync(first, Verona.Juliet);
            Assert.Equal(["Speak low"], await HistoryAsync(juliet));
            await first.KillAsync();
        }

        foreach (var file in Directory.EnumerateFiles(_data.Inside("data"), "*", SearchOption.AllDirectories))
            Assert.False((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("Speak low"u8) >= 0, $"The message is in {file}.");
        await using var second = await StartAsync();
        await using var later = await XmppClient.LoginAsync(Verona.Juliet, second.Gateway);
        Assert.Empty(await HistoryAsync(later));
    }

    [Fact]
    public async Task There_is_no_archive_to_ask()
    {
        await using var host = await StartAsync();
        await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        await Verona.OpenRoomAsync(romeo, Room, "");
        await Verona.SayAsync(romeo, Room, "m1", "Speak low");

        Assert.DoesNotContain(await ArchiveRestartTests.Features(romeo, Room), feature => feature.StartsWith("urn:xmpp:mam:", StringComparison.Ordinal) || feature == "urn:xmpp:fulltext:0");
        foreach (var (type, name) in ((string, string)[])[("set", "query"), ("get", "query"), ("get", "metadata")])
        {
            var answer = await romeo.AskAsync($"<iq type='{type}' id='{type}-{name}' to='{Room}'><{name} xmlns='urn:xmpp:mam:2'/></iq>");
            Assert.Contains("service-unavailable", StanzaText.Compact(answer), StringComparison.Ordinal);
        }
    }

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(new HostSettings { DataDirectory = _data.Inside("data"), Overrides = new Dictionary<string, string> { ["Muc:Archive"] = "false" } });

    /// <summary>Enters the room, which is there already, and returns the messages told before the subject.</summary>
    private static async Task<List<string>> HistoryAsync(XmppClient person)
    {
        Assert.DoesNotContain("201", await Verona.EnterAsync(person, Room), StringComparison.Ordinal);
        var told = new List<string>();
        while (await person.ReceiveAsync(XmppClient.Patience) is { } message)
        {
            if (message.Elements().Any(child => child.Name.LocalName == "subject"))
                return told;
            told.Add(message.Elements().First(child => child.Name.LocalName == "body").Value);
        }

        throw new TimeoutException($"{person.Settings.Name} waited for the subject of {Room}.");
    }
}
