namespace Orleans.Muc.Scenarios.Crash;

/// <summary>Something that was said in a room.</summary>
/// <param name="Id">The client's id of it, which no other message has.</param>
/// <param name="By">Which stay of which client said it.</param>
/// <param name="Retracts">The message that it takes back.</param>
internal sealed record Line(string Id, string By, string? Retracts)
{
    public string Body => "This is " + Id;
}

/// <summary>A message as it was found after a crash; without a body when it was taken back.</summary>
internal readonly record struct Found(string Id, string? Body);

/// <summary>All that was said and seen in one room, through all crashes. Thread-safe.</summary>
internal sealed class Talk(string room)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _saidBy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _seenBy = new(StringComparer.Ordinal);

    public string Room => room;

    /// <summary>To be called before it is sent.</summary>
    public void Say(Line line)
    {
        lock (_gate)
        {
            _said.Add(line.Id, line);
            Of(_saidBy, line.By).Add(line.Id);
        }
    }

    /// <summary>Who is in the room was shown a message: that one is stored.</summary>
    public void See(string who, string id)
    {
        lock (_gate)
            Of(_seenBy, who).Add(id);
    }

    /// <summary>What is wrong with a log.</summary>
    public IReadOnlyList<string> CompareLog(IReadOnlyList<Found> log)
    {
        lock (_gate)
        {
            var faults = new List<string>();
            var at = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < log.Count; i++)
            {
                if (!at.TryAdd(log[i].Id, i))
                    faults.Add($"{room}: {log[i].Id} is there twice");
                if (!_said.ContainsKey(log[i].Id))
                    faults.Add($"{room}: {log[i].Id} was said by nobody");
            }

            faults.AddRange(log.Where(found => _said.ContainsKey(found.Id) && !IsAsSaid(found, at)).Select(found => $"{room}: {found.Id} says '{found.Body}'"));
            foreach (var (who, seen) in _seenBy)
                CompareSeen(who, seen, at, faults);
            foreach (var (who, said) in _saidBy)
                CompareSaid(who, said, at, faults);
            return faults;
        }
    }

    /// <summary>What is wrong with the history that a newcomer was told, when this is the log.</summary>
    public IReadOnlyList<string> CompareHistory(IReadOnlyList<Found> history, IReadOnlyList<Found> log, int most)
    {
        var expected = log.TakeLast(most).Select(found => found.Id);
        if (!history.Select(found => found.Id).SequenceEqual(expected))
            return [$"{room}: the history is {string.Join(' ', history.Select(found => found.Id))} and the end of the log {string.Join(' ', expected)}"];
        lock (_gate)
        {
            var retracted = log.Select(found => _said[found.Id].Retracts).OfType<string>().ToHashSet(StringComparer.Ordinal);
            return [.. history.Where(found => found.Body is null != retracted.Contains(found.Id)).Select(found => $"{room}: {found.Id} is in the history as '{found.Body}'")];
        }
    }

    /// <summary>Who stays in a room sees all that is stored meanwhile, in that order.</summary>
    private void CompareSeen(string who, List<string> seen, Dictionary<string, int> at, List<string> faults)
    {
        var missing = seen.Where(id => !at.ContainsKey(id)).ToList();
        if (missing.Count > 0)
        {
            faults.Add($"{room}: {who} saw what is gone: {string.Join(' ', missing)}");
            return;
        }

        for (var i = 1; i < seen.Count; i++)
        {
            if (at[seen[i]] != at[seen[i - 1]] + 1)
                faults.Add($"{room}: {who} saw {seen[i]} after {seen[i - 1]}, and in the log they are number {at[seen[i]]} and {at[seen[i - 1]]}");
        }
    }

    /// <summary>What one client says is stored in that order; where it stops, all later is missing.</summary>
    private void CompareSaid(string who, List<string> said, Dictionary<string, int> at, List<string> faults)
    {
        var stored = said.TakeWhile(at.ContainsKey).ToList();
        if (said.Skip(stored.Count).FirstOrDefault(at.ContainsKey) is { } later)
            faults.Add($"{room}: {later} is there, and not {said[stored.Count]}, which {who} said before");
        for (var i = 1; i < stored.Count; i++)
        {
            if (at[stored[i]] < at[stored[i - 1]])
                faults.Add($"{room}: {stored[i]} comes before {stored[i - 1]}, which {who} said before");
        }
    }

    private bool IsAsSaid(Found found, Dictionary<string, int> at) =>
        found.Body == _said[found.Id].Body || (found.Body is null && _said.Values.Any(line => line.Retracts == found.Id && at.ContainsKey(line.Id)));

    private static List<string> Of(Dictionary<string, List<string>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        return list;
    }
}
