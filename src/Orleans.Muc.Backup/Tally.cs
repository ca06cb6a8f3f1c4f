using System.Globalization;

namespace Orleans.Muc.Backup;

/// <summary>What a backup has done so far, told on the way and at the end.</summary>
/// <param name="progress">Gets a line now and then.</param>
public sealed class Tally(TextWriter progress)
{
    /// <summary>Accounts, rooms and messages together that pass between two lines of progress.</summary>
    private const int Step = 10_000;

    /// <summary>Kinds of what has no place that are told apart: a document may have as many as it likes.</summary>
    private const int MostKinds = 200;

    /// <summary>Characters by which a kind is named; more are cut.</summary>
    private const int LongestKind = 300;

    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _notes = new(StringComparer.Ordinal);
    private long _things;

    public int Accounts { get; private set; }

    public int Contacts { get; private set; }

    public int Rooms { get; private set; }

    public int Affiliations { get; private set; }

    public long Messages { get; private set; }

    /// <summary>Accounts that were there already and stayed as they were.</summary>
    public int KnownAccounts { get; private set; }

    /// <summary>Rooms that were there already and stayed as they were.</summary>
    public int KnownRooms { get; private set; }

    /// <summary>What had no place here, in words, and how often; of very many kinds the first by name, and the others together.</summary>
    public IReadOnlyDictionary<string, int> LeftOut => _leftOut;

    internal void AddAccount(int contacts)
    {
        Accounts++;
        Contacts += contacts;
        Pass();
    }

    internal void AddRoom(int affiliations)
    {
        Rooms++;
        Affiliations += affiliations;
        Pass();
    }

    internal void AddMessage()
    {
        Messages++;
        Pass();
    }

    internal void AddKnownAccount()
    {
        KnownAccounts++;
        Pass();
    }

    internal void AddKnownRoom()
    {
        KnownRooms++;
        Pass();
    }

    /// <summary>What came over, and still needs the operator's attention, in words, and how often.</summary>
    public IReadOnlyDictionary<string, int> Notes => _notes;

    internal void Note(string what) => _notes[what] = _notes.GetValueOrDefault(what) + 1;

    internal void LeaveOut(string what, int times = 1)
    {
        var kind = what.Length <= LongestKind ? what : what[..LongestKind] + "…";
        if (_leftOut.Count >= MostKinds && !_leftOut.ContainsKey(kind))
            kind = "something of a further kind";
        _leftOut[kind] = _leftOut.GetValueOrDefault(kind) + times;
    }

    /// <summary>The sum, and what was not done and why: lines for the end.</summary>
    /// <param name="done">"Exported" or "Imported".</param>
    public IEnumerable<string> Lines(string done)
    {
        yield return Sum(done) + ".";
        if (KnownAccounts + KnownRooms > 0)
            yield return Text($"Left as they are, because they exist already: {KnownAccounts} accounts and {KnownRooms} rooms (--overwrite replaces them).");
        foreach (var (what, times) in _leftOut)
            yield return Text($"Left out: {times} × {what}.");
        foreach (var (what, times) in _notes)
            yield return Text($"Note: {times} × {what}.");
    }

    private void Pass()
    {
        if (++_things % Step == 0)
            progress.WriteLine(Sum("So far:") + " …");
    }

    private string Sum(string done) => Text($"{done} {Accounts} accounts with {Contacts} contacts, {Rooms} rooms with {Affiliations} affiliations, {Messages} messages");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
