using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>Where a member left off survives kill -9, and what she may not have seen is told once more.</summary>
public sealed class AwayRestartTests : IDisposable
{
    private const string Room = "absence@conference.localhost";
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_member_is_told_what_was_said_since_she_left_though_the_server_was_killed()
    {
        await using (var first = await StartAsync())
        {
            await using var romeo = await Verona.ArriveAsync(first, Verona.Romeo);
            await using var juliet = await Verona.ArriveAsync(first, Verona.Juliet);
            await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1"));
            await Verona.DoneAsync(romeo, $"<iq type='set' id='a1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='juliet@localhost' nick='Juliet'/></query></iq>");
            await Verona.EnterAsync(juliet, Room);
            await Verona.SayAsync(romeo, Room, "m0", "Seen");
            await juliet.ExpectAsync("<message type='groupchat'><body>Seen</body></message>");
            await juliet.SendAsync($"<presence to='{Room}/Juliet' type='unavailable'/>");
            await juliet.ExpectAsync($"<presence from='{Room}/Juliet' type='unavailable'/>");
            foreach (var line in Lines)
                await Verona.SayAsync(romeo, Room, line.Replace(' ', '-'), line);
            await first.KillAsync();
        }

        // More than a newcomer is told. She is inside when the server is killed again, so nobody knows what has reached her.
        await using (var second = await StartAsync())
        {
            await using var juliet = await XmppClient.LoginAsync(Verona.Juliet, second.Gateway);
            Assert.Equal(Lines, await MissedAsync(juliet));
            await second.KillAsync();
        }

        await using var third = await StartAsync();
        await using var again = await XmppClient.LoginAsync(Verona.Juliet, third.Gateway);
        Assert.Equal(Lines, await MissedAsync(again));
    }

    private static string[] Lines => [.. Enumerable.Range(1, 60).Select(i => $"Line {i}")];

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(new HostSettings { DataDirectory = _data.Inside("data") });

    /// <summary>Enters the room and returns the messages told before the subject.</summary>
    private static async Task<List<string>> MissedAsync(XmppClient person)
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
