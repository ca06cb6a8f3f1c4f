using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// How much of the discussion each session has been shown for certain. A link may be dead long before anybody notices, and what was sent to it meanwhile is lost; but a session that says
/// something has been shown what was said until its stanza before that one. Known for as long as the room is in memory.
/// </summary>
internal sealed class Attention
{
    private readonly Dictionary<string, (StanzaId? Certain, StanzaId? Next, long Counter)> sessions = new(StringComparer.Ordinal);

    /// <summary>A session of the room sent a stanza, when <paramref name="last"/> was the last message. One that its gateway repeats is old: 0 says that nobody counts.</summary>
    public void Hear(string session, long counter, StanzaId? last)
    {
        var before = sessions.GetValueOrDefault(session);
        if (counter == 0 || counter > before.Counter)
            sessions[session] = (before.Next, last, Math.Max(counter, before.Counter));
    }

    /// <summary>The last message that one of these sessions has been shown for certain; null when nothing is.</summary>
    public StanzaId? Of(IEnumerable<Stay> stays)
    {
        StanzaId? most = null;
        foreach (var stay in stays)
            if (sessions.GetValueOrDefault(stay.Visit.Session).Certain is { } certain && (most is not { } so || certain > so))
                most = certain;
        return most;
    }

    public void Forget(IEnumerable<Stay> stays)
    {
        foreach (var stay in stays)
            sessions.Remove(stay.Visit.Session);
    }

    public void Clear() => sessions.Clear();
}
