using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// XEP-0045 §6.6 and §17.4: a question of one occupant to another, and its answer. Neither learns the other's JID: the room asks in the asker's occupant JID under an id of its own, and
/// takes the answer to that id from the session it asked, nobody else.
/// </summary>
internal static class Relaying
{
    public static Decision Decide(Room room, OccupantQuery request, Moment moment)
    {
        // §6.6: bad-request for discovery by those outside.
        if (room.Occupants.OfSession(request.By.Session) is not { } asker)
            return request.IsDiscovery ? StanzaError.BadRequest() : Refusals.NotAnOccupant;
        if (room.Occupants.Find(request.Nick) is not { } asked)
            return StanzaError.ItemNotFound();
        if (request.Stanza!.Payload.Find("vCard", Ns.VCard) is not null)
            return OccupantCard.Decide(room, request, (asker, asked), moment);
        var question = new Question(request.By, asked.Shown.Visit.Session, request.Stanza, moment.Now);
        if (!room.Questions.TryAdd(question, moment.Chance, out var id))
            return TooMany;
        var relayed = question.Stanza with { Id = id, From = asker.OccupantJid, To = asked.Shown.Visit.FullJid };
        return Decision.PassOn().Say(turn => turn.Announce(new ToSession(asked.Shown.Visit, [relayed.Encode()])));
    }

    public static StanzaError TooMany { get; } = StanzaError.ResourceConstraint("Too many questions wait for their answers.");

    /// <summary>RFC 6120 §8.2.3: what nobody has asked for is not answered.</summary>
    public static Decision Decide(Room room, OccupantAnswer answer) =>
        answer.Stanza is { Id: { } id } said && room.Questions.Take(id, answer.By.Session) is { } question
            ? new Decision().Say(turn => turn.Announce(new ToSession(question.Asker, [question.AnsweredWith(said).Encode()])))
            : Decision.Nothing;

    /// <summary>Answers for those who left without answering, or let <see cref="ServiceRules.AnswerPatience"/> pass.</summary>
    public static void Settle(Turn turn)
    {
        var room = turn.Room;
        if (room.Questions.IsEmpty)
            return;
        var somebodyLeft = turn.Outcome.Events.Any(happening => happening is OccupantExited or VisitExited or RoomDestroyed);
        foreach (var question in room.Questions.TakeOver(turn.Moment.Now - room.Rules.AnswerPatience, asked => somebodyLeft && HasLeft(asked)))
        {
            var error = HasLeft(question) ? StanzaError.RecipientUnavailable() : StanzaError.RemoteServerTimeout();
            turn.Announce(new ToSession(question.Asker, [(question.Stanza.Error(error with { By = room.Jid }) with { To = question.Asker.FullJid }).Encode()]));
        }

        bool HasLeft(Question question) => !question.IsOfAccount && room.Occupants.OfSession(question.Session) is null;
    }
}

/// <summary>A question that waits for its answer.</summary>
/// <param name="Asker">Who gets the answer.</param>
/// <param name="Session">Whose answer it is; the bare JID when that is the account's.</param>
/// <param name="Stanza">The question as it was asked.</param>
/// <param name="At">When.</param>
internal sealed record Question(Visit Asker, string Session, Stanza Stanza, DateTimeOffset At)
{
    /// <summary>Whether the account is to answer, which doesn't leave.</summary>
    public bool IsOfAccount { get; init; }

    /// <summary>The answer as the asker gets it: from the occupant JID that was asked. Who reported an error (<c>by</c>) might be a real JID.</summary>
    public Stanza AnsweredWith(Stanza said)
    {
        var payload = said.Payload;
        if (payload.Element("error", Ns.Client) is { } error && error["by"] is not null)
        {
            error["by"] = null;
            payload = payload.Without(child => child is { Name: "error", Namespace: Ns.Client }).With(error);
        }

        return new Stanza(StanzaKind.Iq, payload) { Type = said.Type, Id = Stanza.Id, From = Stanza.To, To = Asker.FullJid, Lang = said.Lang };
    }
}

/// <summary>The questions between occupants that wait. Known for as long as the room is in memory.</summary>
internal sealed class Questions
{
    private const int Most = 1_000;

    private readonly Dictionary<string, Question> waiting = new(StringComparer.Ordinal);
    private DateTimeOffset oldest = DateTimeOffset.MaxValue;

    public bool IsEmpty => waiting.Count == 0;

    public bool TryAdd(Question question, IChance chance, out string id)
    {
        id = chance.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        if (waiting.Count >= Most)
            return false;
        waiting.Add(id, question);
        if (question.At < oldest)
            oldest = question.At;
        return true;
    }

    /// <summary>The question of that id, if it is that session's to answer.</summary>
    public Question? Take(string id, string session)
    {
        if (!waiting.TryGetValue(id, out var question) || question.Session != session)
            return null;
        waiting.Remove(id);
        return question;
    }

    /// <summary>The questions that nobody will answer any more: older ones, and those to sessions that are gone.</summary>
    public IReadOnlyList<Question> TakeOver(DateTimeOffset before, Func<Question, bool> isGone)
    {
        var isLate = oldest < before;
        var over = waiting.Where(entry => (isLate && entry.Value.At < before) || isGone(entry.Value)).ToList();
        foreach (var (id, _) in over)
            waiting.Remove(id);
        if (isLate)
            oldest = waiting.Count == 0 ? DateTimeOffset.MaxValue : waiting.Values.Min(question => question.At);
        return [.. over.Select(entry => entry.Value)];
    }
}
