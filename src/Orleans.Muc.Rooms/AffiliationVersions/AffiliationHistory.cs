using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What somebody's affiliation was until the change that made a version of the affiliation list.</summary>
/// <param name="Version">The version that began with the change, from 1; each is one more than the one before.</param>
/// <param name="Jid">Whose: a bare JID, or a domain.</param>
/// <param name="Affiliation">As the list had it.</param>
public sealed record PastAffiliation(long Version, Jid Jid, Affiliation Affiliation);

/// <summary>The last changes of an affiliation list, so that those who know an earlier version are told the difference only (XEP-0463).</summary>
internal sealed class AffiliationHistory
{
    private readonly Queue<PastAffiliation> past = new();

    /// <summary>The present version as it is sent whole.</summary>
    public WholeLists Whole { get; } = new();

    /// <summary>The present version; 0 until the list first changes.</summary>
    public long Version { get; private set; }

    /// <summary>Whether all changes since that version are remembered.</summary>
    public bool Knows(long version) => version <= Version && version >= Version - past.Count;

    /// <summary>The remembered changes that made later versions, the oldest first.</summary>
    public IEnumerable<PastAffiliation> After(long version) => past.SkipWhile(change => change.Version <= version);

    public void Add(Jid jid, Affiliation before)
    {
        past.Enqueue(new PastAffiliation(++Version, jid, before));
        if (past.Count > Room.MostPastAffiliations)
            past.Dequeue();
        Whole.Forget();
    }

    /// <summary>The changes as they were stored, the oldest first. What lies before a gap is of no use.</summary>
    public void Restore(IEnumerable<PastAffiliation> stored)
    {
        foreach (var change in stored)
        {
            if (change.Version != Version + 1)
                past.Clear();
            past.Enqueue(change);
            Version = change.Version;
            if (past.Count > Room.MostPastAffiliations)
                past.Dequeue();
        }
    }

    public void Clear()
    {
        past.Clear();
        Version = 0;
        Whole.Forget();
    }
}
