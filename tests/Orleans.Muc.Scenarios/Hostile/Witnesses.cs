using System.Diagnostics;
using System.Globalization;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>Romeo and Juliet in a room of their own, who talk while others misbehave. Every line is numbered, so that one lost, doubled or misplaced is noticed.</summary>
internal sealed class Witnesses : IAsyncDisposable
{
    public const string Room = "balcony@conference.localhost";
    private readonly XmppClient _romeo;
    private readonly XmppClient _juliet;
    private int _said;

    private Witnesses(XmppClient romeo, XmppClient juliet) => (_romeo, _juliet) = (romeo, juliet);

    public XmppClient Juliet => _juliet;

    public static async Task<Witnesses> ArriveAsync(HostProcess host)
    {
        var romeo = await Verona.ArriveAsync(host, Verona.Romeo);
        var juliet = await Verona.ArriveAsync(host, Verona.Juliet);
        await Verona.OpenRoomAsync(romeo, Room, "");
        await Verona.EnterAsync(juliet, Room);
        return new Witnesses(romeo, juliet);
    }

    /// <summary>Romeo says so many lines, one after the other and so far apart; returns how long each took to reach Juliet.</summary>
    public async Task<Latencies> TalkAsync(int lines, TimeSpan pace = default)
    {
        var taken = new List<TimeSpan>(lines);
        for (var i = 0; i < lines; i++)
        {
            var since = Stopwatch.GetTimestamp();
            await SayAsync("");
            await HearAsync();
            taken.Add(Stopwatch.GetElapsedTime(since));
            if (pace > TimeSpan.Zero)
                await Task.Delay(pace);
        }

        return new Latencies(taken);
    }

    /// <summary>Romeo says one line, as long as that.</summary>
    public Task SayAsync(string padding) =>
        _romeo.SendAsync($"<message type='groupchat' id='{(++_said).ToString(CultureInfo.InvariantCulture)}' to='{Room}'><body>{padding}</body></message>");

    /// <summary>Juliet's next line, or somebody's exit, which is the occupant's nick; the lines before the last one said must all have come, in order.</summary>
    public async Task<string?> HearAsync()
    {
        while (true)
        {
            var stanza = await _juliet.ReceiveAsync(RawLink.Patience);
            Assert.True(stanza is not null, "Nothing came.");
            if (stanza.Name.LocalName == "presence" && stanza.Attribute("type")?.Value == "unavailable")
                return stanza.Attribute("from")!.Value.Split('/')[1];
            if (stanza.Name.LocalName != "message" || stanza.Elements().All(child => child.Name.LocalName != "body"))
                continue;
            Assert.Equal((++Heard).ToString(CultureInfo.InvariantCulture), stanza.Attribute("id")?.Value);
            return null;
        }
    }

    /// <summary>Lines that Juliet has heard.</summary>
    public int Heard { get; private set; }

    /// <summary>Lines that Romeo has said.</summary>
    public int Said => _said;

    public async ValueTask DisposeAsync()
    {
        await _romeo.DisposeAsync();
        await _juliet.DisposeAsync();
    }
}

/// <summary>How long lines took.</summary>
internal sealed class Latencies(List<TimeSpan> taken)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, longest {At(1):0.0} ms of {taken.Count} lines");

    private double At(double share) => taken.Order().ElementAt((int)Math.Ceiling(share * taken.Count) - 1).TotalMilliseconds;
}
