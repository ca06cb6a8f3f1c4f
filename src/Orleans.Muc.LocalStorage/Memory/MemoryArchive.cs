using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.LocalStorage.Memory;

/// <summary>Questions to archives that are in memory, whatever their records are.</summary>
internal static class MemoryArchive
{
    /// <param name="served">All that is served, oldest first.</param>
    /// <param name="idOf">The id of a record.</param>
    /// <param name="sizeOf">Bytes of a record.</param>
    /// <param name="isWith">Whether a record is with whom the query asks for; not called when it asks for nobody.</param>
    /// <param name="query">Without a text.</param>
    public static ArchivePage<T> Page<T>(IEnumerable<T> served, Func<T, StanzaId> idOf, Func<T, int> sizeOf, Func<T, bool> isWith, ArchiveQuery query)
    {
        var ids = query.Ids?.ToHashSet();
        List<T> matches = [.. served.Where(record => Matches(idOf(record)) && (query.With is null || isWith(record)))];
        var total = matches.Count;
        if (query.FromEnd)
            matches.Reverse();
        var items = new List<T>();
        long bytes = 0;
        foreach (var record in matches.Take(query.Most))
        {
            bytes += sizeOf(record);
            if (items.Count > 0 && bytes > query.MostBytes)
                break;
            items.Add(record);
        }

        if (query.FromEnd)
            items.Reverse();
        return new ArchivePage<T>(items, items.Count == total) { Total = total };

        bool Matches(StanzaId id) =>
            (query.After is not { } after || id > after) && (query.Before is not { } before || id < before) && ids?.Contains(id) != false;
    }

    /// <param name="served">Ids of all that is served, in order.</param>
    /// <param name="after">Only those greater; null for all.</param>
    public static ArchiveEnds? Ends(IEnumerable<StanzaId> served, StanzaId? after)
    {
        List<StanzaId> ids = [.. served.Where(id => after is not { } last || id > last)];
        return ids.Count == 0 ? null : new ArchiveEnds(ids[0], ids[^1]);
    }
}
