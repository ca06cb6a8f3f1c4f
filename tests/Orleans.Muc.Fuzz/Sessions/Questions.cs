namespace Orleans.Muc.Fuzz.Sessions;

/// <summary>The iqs that one session asked and what became of them: each is answered once, by whom it was sent to (RFC 6120 §8.2.3).</summary>
internal sealed class Questions
{
    private readonly Dictionary<string, Question> all = [];
    private TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int open;

    /// <param name="id">The id it is sent with, never used before.</param>
    /// <param name="from">Who must answer; null when that is no address.</param>
    /// <param name="mustBeAnswered">False when it goes to another client, who may be gone.</param>
    public void Ask(string id, string? from, bool mustBeAnswered)
    {
        lock (all)
        {
            all.Add(id, new Question(from, mustBeAnswered));
            if (!mustBeAnswered || open++ > 0)
                return;
            answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Takes an answer; what is wrong with it, or null.</summary>
    public string? Answer(string id, string from)
    {
        lock (all)
        {
            if (!all.TryGetValue(id, out var question))
                return "answers what was not asked";
            question.Answers++;
            if (question.Answers > 1)
                return "answers a second time";
            if (question.MustBeAnswered && --open == 0)
                answered.TrySetResult();
            return question.From is not null && question.From != from ? $"should come from {question.From}" : null;
        }
    }

    /// <summary>Waits until every question that must be answered is.</summary>
    /// <returns>The ids that have no answer when <paramref name="patience"/> is over.</returns>
    public async Task<IReadOnlyList<string>> WaitAsync(TimeSpan patience)
    {
        Task waiting;
        lock (all)
        {
            if (open == 0)
                return [];
            waiting = answered.Task;
        }

        await Task.WhenAny(waiting, Task.Delay(patience));
        lock (all)
            return [.. all.Where(entry => entry.Value is { MustBeAnswered: true, Answers: 0 }).Select(entry => entry.Key)];
    }

    private sealed class Question(string? from, bool mustBeAnswered)
    {
        public string? From { get; } = from;

        public bool MustBeAnswered { get; } = mustBeAnswered;

        public int Answers { get; set; }
    }
}
