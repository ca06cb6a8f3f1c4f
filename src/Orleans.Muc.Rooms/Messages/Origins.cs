using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// Where the last messages came from, so that one sent again by a retried call is not passed on again; and the last id given. The logged ones come back with the log, the
/// others (private messages, invitations, questions, requests for voice) are known for as long as the room is in memory.
/// </summary>
internal sealed class Origins
{
    private readonly Window logged = new();
    private readonly Window passed = new();

    public StanzaId? LastId { get; private set; }

    /// <summary>A counter of 0 says that the origin is unknown.</summary>
    public bool Knows(string session, long counter) => counter != 0 && (logged.Has((session, counter)) || passed.Has((session, counter)));

    /// <summary>A message of the log.</summary>
    public void Add(string session, long counter, StanzaId id)
    {
        if (LastId is not { } last || id > last)
            LastId = id;
        if (counter != 0)
            logged.Add((session, counter));
    }

    /// <summary>A message that is in no log.</summary>
    public void Add(string session, long counter)
    {
        if (counter != 0)
            passed.Add((session, counter));
    }

    /// <summary>The last 1,000 of a kind.</summary>
    private sealed class Window
    {
        private const int Remembered = 1_000;

        private readonly HashSet<(string Session, long Counter)> known = [];
        private readonly Queue<(string Session, long Counter)> order = new();

        public bool Has((string Session, long Counter) origin) => known.Contains(origin);

        public void Add((string Session, long Counter) origin)
        {
            if (!known.Add(origin))
                return;
            order.Enqueue(origin);
            if (order.Count > Remembered)
                known.Remove(order.Dequeue());
        }
    }
}
