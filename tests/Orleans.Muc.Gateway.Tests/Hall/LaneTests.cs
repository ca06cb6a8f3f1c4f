using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Hall;

/// <summary>A session's way into a room that can't be reached.</summary>
public sealed class LaneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Jid Verona = Jid.Parse("verona@conference.localhost");
    private static readonly Jid Romeo = Jid.Parse("romeo@localhost/orchard");

    private readonly ManualTimeProvider time = new();
    private readonly NobodysRoom grain = new();
    private readonly Answers answers = new();
    private readonly Lane lane;

    public LaneTests() => lane = new Lane(new Session(new BoundSession(Romeo, "s1", "c1", 1), 0, answers), Verona, grain, time, NullLogger.Instance);

    [Fact]
    public async Task Calls_that_wait_behind_one_that_fails_give_up_with_it()
    {
        for (var i = 1; i <= 3; i++)
            lane.Add(Call(i));
        await Drained();

        // Those behind the first are tried once each; a patience of their own would have them tried again and again.
        Assert.Equal([2, 3], grain.Asked.Where(counter => counter != 1));
        Assert.Equal(["m1", "m2", "m3"], answers.Sent.Select(stanza => stanza.Id));
        Assert.All(answers.Sent, stanza => Assert.Contains("resource-constraint", stanza.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_is_repeated_under_the_same_origin_until_the_room_is_back()
    {
        grain.Failures = 2;
        lane.Add(Call(1));
        await Drained();

        Assert.Equal([1, 1, 1], grain.Asked);
        Assert.Empty(answers.Sent);
    }

    /// <summary>Lets time pass, a millisecond at a time, until nothing waits any more.</summary>
    private async Task Drained()
    {
        using var end = new CancellationTokenSource(Patience);
        while (!lane.Drained().IsCompleted)
        {
            end.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }
    }

    private static RoomCall Call(long counter)
    {
        var stanza = new Stanza(StanzaKind.Message, Payload.Empty) { Type = "groupchat", Id = $"m{counter}", From = Romeo, To = Verona };
        return new RoomCall(RoomCallKind.Stanza, "c1", "s1", counter, Romeo, stanza);
    }

    /// <summary>A room on a silo that is gone.</summary>
    private sealed class NobodysRoom : IRoomGrain
    {
        private readonly List<long> asked = [];

        public IReadOnlyList<long> Asked => asked;

        /// <summary>How many calls fail.</summary>
        public int Failures { get; set; } = int.MaxValue;

        public Task Take(RoomCall call)
        {
            asked.Add(call.Counter);
            return asked.Count > Failures ? Task.CompletedTask : Task.FromException(new TimeoutException("Nobody is there."));
        }

        public Task Resume(string connection) => throw new NotSupportedException();

        public Task Resync(string connection, RoomReport report) => throw new NotSupportedException();

        public Task SilosLost(SiloAddress[] silos) => throw new NotSupportedException();

        public Task Sweep() => throw new NotSupportedException();

        public Task RemoveAccount(Jid account) => throw new NotSupportedException();
    }

    private sealed class Answers : ISessionLink
    {
        public List<(string Id, string Text)> Sent { get; } = [];

        public bool Append(in EncodedStanza stanza, ReadOnlyMemory<byte> to)
        {
            var text = System.Text.Encoding.UTF8.GetString([.. stanza.Head.Span, .. stanza.Tail.Span]);
            Sent.Add((System.Xml.Linq.XElement.Parse(text).Attribute("id")!.Value, text));
            return true;
        }

        public void Flush()
        {
        }

        public void Close(StreamErrorCondition condition, string? text) => throw new NotSupportedException();
    }
}
