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
        var question = new Question(request, asked.Shown.Visit.Session, asked.Shown.Visit.FullJid, moment.Now);
        if (!room.Questions.TryAdd(question, moment.Chance, out var id))
            return TooMany;
        var relayed = request.Stanza with { Id = id, From = asker.OccupantJid, To = asked.Shown.Visit.FullJid };
        return Decision.PassOn().Say(turn => turn.Announce(new ToSession(asked.Shown.Visit, [relayed.Encode()])));
    }

    public static StanzaError TooMany { get; } = StanzaError.ResourceConstraint("Too many questions wait for their answers.");

    /// <summary>RFC 6120 §8.2.3: what nobody has asked for is not answered.</summary>
    public static Decision Decide(Room room, OccupantAnswer answer) =>
        answer.Stanza is { Id: { } id } said && room.Questions.Take(id, answer.By.Session) is { } question
            ? new Decision().Say(turn => turn.Announce(new ToSession(question.Asker, [question.AnsweredWith(said, SeesJids(room, question.Asker)).Encode()])))
            : Decision.Nothing;

    /// <summary>Answers for those who left without answering, let <see cref="ServiceRules.AnswerPatience"/> pass, or were asked in a room that is no more.</summary>
    public static void Settle(Turn turn)
    {
        var room = turn.Room;
        if (room.Questions.IsEmpty)
            return;
        var somebodyLeft = turn.Outcome.Events.Any(happening => happening is OccupantExited or VisitExited or RoomDestroyed);
        foreach (var question in room.Questions.TakeOver(turn.Moment.Now - room.Rules.AnswerPatience, somebodyLeft ? HasLeft : null))
        {
            var error = HasLeft(question) ? StanzaError.RecipientUnavailable() : StanzaError.RemoteServerTimeout();
            turn.Announce(new ToSession(question.Asker, [question.Answer("error", Payload.Of((error with { By = room.Jid }).ToElement())).Encode()]));
        }

        bool HasLeft(Question question) => !room.Exists || (!question.IsOfAccount && room.Occupants.OfSession(question.Session) is null);
    }

    private static bool SeesJids(Room room, Visit asker) =>
        room.Occupants.OfSession(asker.Session) is { } occupant && room.Configuration.ShowsJidsTo(occupant.Role);
}

/// <summary>A question that waits for its answer: of its stanza, what the answer needs.</summary>
/// <param name="Asker">Who gets the answer.</param>
/// <param name="Id">The id that the asker gave it.</param>
/// <param name="Occupant">The occupant JID that was asked.</param>
/// <param name="Session">Whose answer it is; the bare JID when that is the account's.</param>
/// <param name="Asked">The real JID that was asked.</param>
/// <param name="At">When.</param>
internal sealed record Question(Visit Asker, string? Id, Jid Occupant, string Session, Jid Asked, DateTimeOffset At)
{
    public Question(OccupantQuery query, string session, Jid asked, DateTimeOffset at)
        : this(query.By, query.StanzaId, query.Stanza!.To!, session, asked, at)
    {
    }

    /// <summary>Whether the account is to answer, which doesn't leave.</summary>
    public bool IsOfAccount { get; init; }

    /// <summary>The answer as the asker gets it: from the occupant JID that was asked.</summary>
    public Stanza Answer(string? type, Payload payload) => new(StanzaKind.Iq, payload) { Type = type, Id = Id, From = Occupant, To = Asker.FullJid };

    /// <summary>
    /// What was answered. Who reported an error (<c>by</c>) might be a real JID; and honest clients name themselves in answers (XEP-0030 §4.1, XEP-0050 §3.1), which who may not see
    /// JIDs gets as the occupant JID.
    /// </summary>
    public Stanza AnsweredWith(Stanza said, bool seesJids)
    {
        var payload = said.Payload.Children.Any(child => IsError(child.Name, child.Namespace) || (!seesJids && child.Xml.Span.Contains((byte)'@')))
            ? Payload.Of([.. said.Payload.Children.Select(child => Shown(child.Parse(), seesJids))])
            : said.Payload;
        return Answer(said.Type, payload) with { Lang = said.Lang };
    }

    private static bool IsError(string name, string ns) => (name, ns) == ("error", Ns.Client);

    private Element Shown(Element child, bool seesJids)
    {
        if (IsError(child.Name, child.Namespace))
            child["by"] = null;
        return seesJids ? child : child.Rewritten(Hide);
    }

    private string Hide(string text) => text.Contains('@') && Jid.TryParse(text.Trim(), out var jid) && jid.Bare == Asked.Bare ? Occupant.ToString() : text;
}

/// <summary>The questions between occupants that wait. Known for as long as the room is in memory.</summary>
internal sealed class Questions
{
    private const int Most = 1_000;
    private const int MostOfOne = 50;

    private readonly Dictionary<string, Question> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<Jid, int> asked = [];
    private DateTimeOffset oldest = DateTimeOffset.MaxValue;

    public bool IsEmpty => waiting.Count == 0;

    /// <summary>False when too many wait, or too many of this user.</summary>
    public bool TryAdd(Question question, IChance chance, out string id)
    {
        id = chance.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        var asker = question.Asker.FullJid.Bare;
        var before = asked.GetValueOrDefault(asker);
        if (waiting.Count >= Most || before >= MostOfOne)
            return false;
        waiting.Add(id, question);
        asked[asker] = before + 1;
        if (question.At < oldest)
            oldest = question.At;
        return true;
    }

    /// <summary>The question of that id, if it is that session's to answer.</summary>
    public Question? Take(string id, string session)
    {
        if (!waiting.TryGetValue(id, out var question) || question.Session != session)
            return null;
        Remove(id, question);
        return question;
    }

    /// <summary>The questions that nobody will answer any more: older ones, and those to who is gone, when anybody is.</summary>
    public IReadOnlyList<Question> TakeOver(DateTimeOffset before, Func<Question, bool>? isGone)
    {
        var isLate = oldest < before;
        if (!isLate && isGone is null)
            return [];
        var over = waiting.Where(entry => (isLate && entry.Value.At < before) || isGone?.Invoke(entry.Value) == true).ToList();
        foreach (var (id, question) in over)
            Remove(id, question);
        if (isLate)
            oldest = waiting.Count == 0 ? DateTimeOffset.MaxValue : waiting.Values.Min(question => question.At);
        return [.. over.Select(entry => entry.Value)];
    }

    private void Remove(string id, Question question)
    {
        waiting.Remove(id);
        var asker = question.Asker.FullJid.Bare;
        if (--asked[asker] == 0)
            asked.Remove(asker);
    }
}
