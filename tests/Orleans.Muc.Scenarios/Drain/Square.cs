namespace Orleans.Muc.Scenarios.Drain;

/// <summary>A room in which many talk at once, and what was acknowledged of it: a message is, once its sender or anybody else has seen it reflected. Thread-safe.</summary>
internal sealed class Square(string room)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public string Room => room;

    public int Acknowledged
    {
        get
        {
            lock (_gate)
                return _seen.Count;
        }
    }

    public void See(string id)
    {
        lock (_gate)
            _seen.Add(id);
    }

    /// <summary>What is wrong with the archive: something that was seen is missing, or is there twice.</summary>
    public IReadOnlyList<string> Compare(IReadOnlyList<string> archive)
    {
        var stored = archive.ToHashSet(StringComparer.Ordinal);
        var faults = stored.Count < archive.Count ? new List<string> { $"{room}: {archive.Count - stored.Count} messages are there twice" } : [];
        lock (_gate)
            faults.AddRange(_seen.Where(id => !stored.Contains(id)).Select(id => $"{room}: {id} was reflected and is gone"));
        return faults;
    }
}
