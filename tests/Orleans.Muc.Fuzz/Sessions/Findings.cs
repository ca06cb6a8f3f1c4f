namespace Orleans.Muc.Fuzz.Sessions;

/// <summary>What was sent last and what was found wrong, of all sessions together. Safe to use from any thread.</summary>
internal sealed class Findings
{
    private const int Remembered = 60;
    private readonly Queue<string> sent = new();
    private readonly List<string> wrong = [];

    public int Sent { get; private set; }

    public void NoteSent(string who, string xml)
    {
        lock (sent)
        {
            Sent++;
            sent.Enqueue($"{who}: {xml}");
            if (sent.Count > Remembered)
                sent.Dequeue();
        }
    }

    public void Report(string who, string what)
    {
        lock (sent)
            wrong.Add($"{who}: {what}");
    }

    /// <summary>Everything that was found and the stanzas before it; null when nothing was.</summary>
    public string? Summary()
    {
        lock (sent)
            return wrong.Count == 0 ? null : $"{wrong.Count} findings\n{string.Join('\n', wrong.Take(10))}\nThe last that were sent:\n{string.Join('\n', sent)}";
    }
}
