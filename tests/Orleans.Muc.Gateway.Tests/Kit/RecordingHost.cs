using System.Threading.Channels;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>A hall that writes down what happens to it.</summary>
internal sealed class RecordingHost : ISessionHost
{
    private readonly Channel<string> happenings = Channel.CreateUnbounded<string>();

    public Func<Session, ValueTask> OnOpened { get; set; } = _ => ValueTask.CompletedTask;

    public Func<Session, Stanza, ValueTask> OnReceive { get; set; } = (_, _) => ValueTask.CompletedTask;

    public Func<Session, Task> OnClosed { get; set; } = _ => Task.CompletedTask;

    public Session? Last { get; private set; }

    public List<Session> Sessions { get; } = [];

    public async ValueTask<BoundSession> Opened(Session session)
    {
        await OnOpened(session);
        Last = session;
        Sessions.Add(session);
        happenings.Writer.TryWrite($"opened {session.FullJid}");
        return session.Identity;
    }

    public async ValueTask Receive(Session session, Stanza stanza)
    {
        await OnReceive(session, stanza);
        happenings.Writer.TryWrite($"received {stanza}");
    }

    public async Task Closed(Session session, bool linkBroke)
    {
        await OnClosed(session);
        happenings.Writer.TryWrite($"{(linkBroke ? "lost" : "closed")} {session.FullJid}");
    }

    public Task Stopping(CancellationToken cancellation)
    {
        happenings.Writer.TryWrite("stopping");
        return Task.CompletedTask;
    }

    public Task<string> Next() => Patience.For(happenings.Reader.ReadAsync().AsTask(), "the next call of the session host");

    /// <summary>What happened and has not been asked for.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        while (happenings.Reader.TryRead(out var happening))
            rest.Add(happening);
        return rest;
    }
}
