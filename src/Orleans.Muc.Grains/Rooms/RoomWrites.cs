using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>What has to be stored before an outcome, or a batch of them, may be announced.</summary>
internal sealed record RoomWrites
{
    /// <summary>The first write of a life: the next incarnation is claimed before it.</summary>
    public bool Begins { get; init; }

    /// <summary>The last write of a life: the head says so first, and the rows are deleted later.</summary>
    public bool Ends { get; init; }

    public IReadOnlyList<MemberRow> Members { get; init; } = [];

    public IReadOnlyList<LogRecord> Records { get; init; } = [];

    /// <summary>Those of the records that take back messages.</summary>
    public IReadOnlyList<PastMessage> Retracting { get; init; } = [];

    /// <summary>The room's vCard; empty deletes it, null leaves it.</summary>
    public byte[]? Card { get; init; }

    /// <summary>Changes of the affiliation list, by rising version.</summary>
    public IReadOnlyList<PastAffiliationRow> PastAffiliations { get; init; } = [];

    /// <summary>How the head is to look; null leaves it.</summary>
    public Action<RoomHead>? Head { get; init; }

    /// <summary>
    /// One change of rows and head, of which no half may ever be there. It is a batch of its own. (A life begins with its rows, which count for nothing until the head says so, and ends with its
    /// head, so neither needs this.)
    /// </summary>
    public bool IsJoined { get; init; }

    /// <summary>Rows that this changes, at most.</summary>
    public int Rows => Members.Count + Records.Count + Retracting.Count + PastAffiliations.Count;

    /// <summary>Bytes of its messages.</summary>
    public int Bytes => Records.Sum(record => record.Head.Length + record.Tail.Length);

    /// <summary>One write for a batch: of several rows for one JID, and of several heads or vCards, the last holds.</summary>
    public static RoomWrites? Merge(IReadOnlyList<CommitLog.LogEntry> batch)
    {
        if (batch is [{ Writes: var only }])
            return only;
        var members = new Dictionary<string, MemberRow>(StringComparer.Ordinal);
        var records = new List<LogRecord>();
        var retracting = new List<PastMessage>();
        var past = new List<PastAffiliationRow>();
        Action<RoomHead>? head = null;
        byte[]? card = null;
        bool begins = false, ends = false, any = false;
        foreach (var entry in batch)
        {
            if (entry.Writes is not { } writes)
                continue;
            any = true;
            begins |= writes.Begins;
            ends |= writes.Ends;
            foreach (var member in writes.Members)
                members[member.Jid.ToString()] = member;
            records.AddRange(writes.Records);
            retracting.AddRange(writes.Retracting);
            past.AddRange(writes.PastAffiliations);
            head += writes.Head;
            card = writes.Card ?? card;
        }

        if (!any)
            return null;
        return new RoomWrites { Begins = begins, Ends = ends, Members = [.. members.Values], Records = records, Retracting = retracting, Card = card, PastAffiliations = past, Head = head };
    }
}
