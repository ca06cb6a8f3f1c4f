using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Scenarios.Crash;

/// <summary>What clients know of the server's state: what was acknowledged, and which deeds nobody knows the end of. Thread-safe.</summary>
internal sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly List<Deed> _open = [];

    /// <summary>What was acknowledged last; null: nothing is there. Only who changes a key may ask for it.</summary>
    public string? this[string key]
    {
        get
        {
            lock (_gate)
                return _known.GetValueOrDefault(key);
        }
    }

    /// <summary>Deeds that were acknowledged so far.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Keys with that beginning that are there or may be.</summary>
    public IReadOnlyList<string> Keys(string beginning)
    {
        lock (_gate)
            return [.. _known.Keys.Concat(_open.SelectMany(deed => deed.Changes.Keys)).Where(key => key.StartsWith(beginning, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>All values that the key may have now, apart from none.</summary>
    public IReadOnlyList<string> Possible(string key)
    {
        lock (_gate)
            return [.. _open.Select(deed => deed.Changes.GetValueOrDefault(key)).Append(_known.GetValueOrDefault(key)).OfType<string>().Distinct()];
    }

    /// <summary>To be called before the request is sent.</summary>
    public void Begin(Deed deed)
    {
        lock (_gate)
            _open.Add(deed);
    }

    /// <summary>The server has said that it is done.</summary>
    public void Done(Deed deed)
    {
        lock (_gate)
        {
            _open.Remove(deed);
            Acknowledged++;
            foreach (var (key, value) in deed.Changes)
                Set(key, value);
        }
    }

    /// <summary>Compares with what is there after a restart, which is what is known from then on. Returns what is wrong.</summary>
    public IReadOnlyList<string> Compare(IReadOnlyDictionary<string, string> found)
    {
        lock (_gate)
        {
            var faults = new List<string>();
            var open = new HashSet<string>(StringComparer.Ordinal);
            foreach (var deed in _open)
            {
                open.UnionWith(deed.Changes.Keys);
                if (FaultOf(deed, found) is { } fault)
                    faults.Add(fault);
            }

            foreach (var key in _known.Keys.Union(found.Keys).Where(key => !open.Contains(key)).Order(StringComparer.Ordinal))
            {
                if (found.GetValueOrDefault(key) != _known.GetValueOrDefault(key))
                    faults.Add($"acknowledged was {key} = {Shown(_known.GetValueOrDefault(key))}, there is {Shown(found.GetValueOrDefault(key))}");
            }

            _open.Clear();
            _known.Clear();
            foreach (var (key, value) in found)
                _known.Add(key, value);
            return faults;
        }
    }

    /// <summary>A deed without an answer is done or not, and not by halves.</summary>
    private string? FaultOf(Deed deed, IReadOnlyDictionary<string, string> found)
    {
        var (done, undone) = (new List<string>(), new List<string>());
        foreach (var (key, after) in deed.Changes)
        {
            var (before, now) = (_known.GetValueOrDefault(key), found.GetValueOrDefault(key));
            if (now != after && now != before)
                return $"{deed.What} (not acknowledged): {key} was {Shown(before)} and would be {Shown(after)}, there is {Shown(now)}";
            if (after != before)
                (now == after ? done : undone).Add(key);
        }

        return deed.InSteps || done.Count == 0 || undone.Count == 0
            ? null
            : $"{deed.What} (not acknowledged) is done for {string.Join(", ", done)}, and not for {string.Join(", ", undone)}";
    }

    private void Set(string key, string? value)
    {
        if (value is null)
            _known.Remove(key);
        else
            _known[key] = value;
    }

    private static string Shown([AllowNull] string value) => value is null ? "nothing" : $"'{value}'";
}
