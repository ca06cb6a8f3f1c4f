using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Benchmarks;

/// <summary>What a reading came to: uses every part of every stanza, and tells two readings apart.</summary>
internal struct Tally
{
    public int Stanzas { get; private set; }

    /// <summary>Characters of the addressing.</summary>
    public long Addressing { get; private set; }

    /// <summary>Size of the payloads, in the reading's own unit.</summary>
    public long Payloads { get; private set; }

    public void Add(StanzaKind kind, Jid? to, string? id, string? type, int payload)
    {
        Stanzas++;
        Addressing += (int)kind + (to?.ToString().Length ?? 0) + (id?.Length ?? 0) + (type?.Length ?? 0);
        Payloads += payload;
    }
}
