using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Where the last logged stanzas came from, so that one sent again by a retried call is not logged again; and the last id given.</summary>
internal sealed class Origins
{
    private const int Remembered = 1_000;

    private readonly HashSet<(string Session, long Counter)> known = [];
    private readonly Queue<(string Session, long Counter)> order = new();

    public StanzaId? LastId { get; private set; }

    /// <summary>A counter of 0 says that the origin is unknown.</summary>
    public bool Knows(string session, long counter) => counter != 0 && known.Contains((session, counter));

    public void Add(string session, long counter, StanzaId id)
    {
        if (LastId is not { } last || id > last)
            LastId = id;
        if (counter == 0 || !known.Add((session, counter)))
            return;
        order.Enqueue((session, counter));
        if (order.Count > Remembered)
            known.Remove(order.Dequeue());
    }
}
