using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>The way from one user to others.</summary>
public sealed class UserPostTests
{
    private static readonly Jid Romeo = Jid.Parse("romeo@localhost");

    private readonly List<UserDelivery> delivered = [];
    private readonly List<(string Id, Exception Fault)> lost = [];
    private readonly UserPost post;
    private Task gate = Task.CompletedTask;
    private int failures;

    public UserPostTests()
    {
        var grains = DispatchProxy.Create<IGrainFactory, Town>();
        ((Town)(object)grains).Deliver = Deliver;
        var identity = new MucIdentity(Jid.Parse("localhost"), Jid.Parse("conference.localhost"), new HashSet<Jid>());
        post = new UserPost(Romeo, new UserPostRoads(grains, identity, TimeProvider.System), "romeo#1", (stanza, fault) => lost.Add((stanza.Id!, fault)));
    }

    [Fact]
    public Task More_bytes_than_can_wait_for_all_together_are_lost_at_once() => Turns.Run(async () =>
    {
        var open = new TaskCompletionSource();
        gate = open.Task;
        var quarter = UserPost.MostPendingBytes / 4;
        for (var n = 1; n <= 4; n++)
            Send($"m{n}", $"juliet{n}@localhost", quarter);

        Assert.Equal(["m4"], lost.Select(one => one.Id));
        Assert.IsType<TimeoutException>(lost[0].Fault);
        Assert.False(post.Space().IsCompleted);
        open.SetResult();
        await post.Idle;
        await post.Space();
        Send("large", "juliet4@localhost", UserPost.MostPendingBytes + 1);
        await post.Idle;
        Assert.Equal(["m1", "m2", "m3", "large"], delivered.Select(one => one.Stanza.Id));
    });

    [Fact]
    public Task More_than_can_wait_for_one_is_lost_at_once_and_others_are_not_held_up() => Turns.Run(async () =>
    {
        var open = new TaskCompletionSource();
        gate = open.Task;
        for (var n = 1; n <= UserPost.MostPending + 1; n++)
            Send($"m{n}", "juliet@localhost", 10);
        Send("other", "nurse@localhost", 10);

        Assert.Equal([$"m{UserPost.MostPending + 1}"], lost.Select(one => one.Id));
        open.SetResult();
        await post.Idle;
        Assert.Equal(UserPost.MostPending + 1, delivered.Count);
    });

    [Fact]
    public Task A_call_that_is_repeated_says_so_and_has_the_origin_of_the_first() => Turns.Run(async () =>
    {
        failures = 1;
        Send("m1", "juliet@localhost", 10, new Origin("session", 7, false));
        Send("m2", "juliet@localhost", 10);
        await post.Idle;

        Assert.Equal([("session", 7, false), ("session", 7, true), ("romeo#1", 1, false)], delivered.Select(one => (one.Source, one.Counter, one.IsRepeated)));
    });

    private void Send(string id, string to, int bytes, Origin? origin = null) => post.Send(
        new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add(new string('x', bytes)))) { Id = id, Type = "chat", From = Romeo, To = Jid.Parse(to) },
        origin);

    private async Task Deliver(UserDelivery delivery)
    {
        await gate;
        delivered.Add(delivery);
        if (failures-- > 0)
            throw new OrleansException("The answer is lost.");
    }

    /// <summary>Knows users alone.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "The proxy is a class derived from it.")]
    internal class Town : DispatchProxy
    {
        internal Func<UserDelivery, Task> Deliver { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => new Neighbour(Deliver);
    }

    private sealed class Neighbour(Func<UserDelivery, Task> deliver) : IUserGrain
    {
        public Task Deliver(UserDelivery delivery) => deliver(delivery);

        public Task Bind(BoundSession session) => throw new NotSupportedException();

        public Task Unbind(string session) => throw new NotSupportedException();

        public Task Take(UserCall call) => throw new NotSupportedException();

        public Task SilosLost() => throw new NotSupportedException();

        public Task Remove() => throw new NotSupportedException();

        public Task<bool> Forget() => throw new NotSupportedException();
    }
}
