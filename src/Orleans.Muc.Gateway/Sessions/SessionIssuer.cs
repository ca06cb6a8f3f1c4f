using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sessions;

/// <summary>Gives bound streams their identity: id, shard, connection grain and bind counter.</summary>
internal sealed class SessionIssuer(ILocalSiloDetails silo, ITokens tokens, TimeProvider time)
{
    /// <summary>Room for 65,536 binds per millisecond below the clock.</summary>
    private const int CounterBits = 16;

    private string[]? connections;
    private long lastBound;

    /// <summary>
    /// Connection grains of this gateway, one for four processors: a room sends each message once to every one of them that has occupants of it, and one of them keeps several processors busy with sending.
    /// </summary>
    public static int Shards { get; } = Math.Max(1, Environment.ProcessorCount / 4);

    public Session Issue(Jid fullJid, ISessionLink link)
    {
        // The silo's address is known only after it has started.
        connections ??= [.. Enumerable.Range(0, Shards).Select(shard => new ConnectionKey(silo.SiloAddress, shard).ToString())];
        // By account: a client that comes back finds its user's grain knowing this connection, and nothing has to be stored.
        var shard = (int)((uint)fullJid.Bare.GetHashCode() % Shards);
        return new Session(new BoundSession(fullJid, tokens.Next(), connections[shard], NextBound()), shard, link);
    }

    /// <summary>Greater than the one before, even when the clock goes back.</summary>
    private long NextBound()
    {
        while (true)
        {
            var last = Volatile.Read(ref lastBound);
            var next = Math.Max(last + 1, time.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits);
            if (Interlocked.CompareExchange(ref lastBound, next, last) == last)
                return next;
        }
    }
}
