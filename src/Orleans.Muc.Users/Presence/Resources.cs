using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>
/// The resources of one account and the presence they show each other. An account is subscribed to itself, so each of its available resources sees the
/// presence of all, its own included (RFC 6121 §4.2.2). Each method decides and applies in one turn and returns what is to be sent.
/// </summary>
public sealed class Resources
{
    private readonly Dictionary<string, Resource> sessions = [];

    public IReadOnlyCollection<Resource> All => sessions.Values;

    public IReadOnlyList<Resource> Available => [.. sessions.Values.Where(resource => resource.IsAvailable)];

    public IReadOnlyList<Resource> Interested => [.. sessions.Values.Where(resource => resource.Interested)];

    public Resource? FindSession(string session) => sessions.GetValueOrDefault(session);

    public Resource? Find(Jid fullJid)
    {
        foreach (var resource in sessions.Values)
            if (resource.FullJid == fullJid)
                return resource;
        return null;
    }

    /// <summary>The newest bind of an address wins. The same session may bind again: a retried call.</summary>
    public BindOutcome Bind(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var holder = Find(resource.FullJid);
        if (holder is not null && holder.Session != resource.Session && holder.Bound > resource.Bound)
            return new BindOutcome(resource, []);
        var announcements = holder is null || holder.Session == resource.Session ? [] : Unbind(holder.Session);
        if (holder?.Session != resource.Session)
            sessions[resource.Session] = resource;
        return new BindOutcome(holder?.Session == resource.Session ? null : holder, announcements);
    }

    /// <summary>The session is over. RFC 6121 §4.5.2: the server makes the unavailable presence that the client did not send.</summary>
    public IReadOnlyList<Outgoing> Unbind(string session)
    {
        if (!sessions.Remove(session, out var gone) || !gone.IsAvailable)
            return [];
        return ToAvailable(new Stanza(StanzaKind.Presence, Payload.Empty) { Type = "unavailable", From = gone.FullJid });
    }

    public void Clear() => sessions.Clear();

    /// <summary>RFC 6121 §2.1.6: from now on it gets roster pushes.</summary>
    public void TakeInterest(string session)
    {
        if (sessions.TryGetValue(session, out var resource))
            sessions[session] = resource with { Interested = true };
    }

    /// <summary>Presence that a session broadcasts, available or unavailable; other types are not for broadcast and lead to nothing.</summary>
    public IReadOnlyList<Outgoing> Broadcast(string session, Stanza presence)
    {
        ArgumentNullException.ThrowIfNull(presence);
        if (!sessions.TryGetValue(session, out var resource))
            return [];
        var shown = presence with { From = resource.FullJid, To = null };
        return presence.Type switch
        {
            null => BecomeAvailable(resource, shown),
            "unavailable" => BecomeUnavailable(resource, shown),
            _ => [],
        };
    }

    private List<Outgoing> BecomeAvailable(Resource resource, Stanza presence)
    {
        sessions[resource.Session] = resource with { Presence = presence };
        var outgoing = ToAvailable(presence);
        if (resource.IsAvailable)
            return outgoing;
        // RFC 6121 §4.2.2, §4.3.2: with its initial presence a resource learns of those that were there before it.
        foreach (var other in Available)
            if (other.Session != resource.Session)
                outgoing.Add(new Outgoing(other.Presence!, [resource]));
        return outgoing;
    }

    // RFC 6121 §4.5.2: all available resources hear of it, the one that leaves included.
    private List<Outgoing> BecomeUnavailable(Resource resource, Stanza presence)
    {
        if (!resource.IsAvailable)
            return [];
        var outgoing = ToAvailable(presence);
        sessions[resource.Session] = resource with { Presence = null };
        return outgoing;
    }

    private List<Outgoing> ToAvailable(Stanza presence)
    {
        var to = Available;
        return to.Count == 0 ? [] : [new Outgoing(presence, to)];
    }
}
