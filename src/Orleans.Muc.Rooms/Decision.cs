using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What a rule decides: a refusal, or steps to take in order. Made against the room as it is; what it touches are only notes that outlive no restart: who asked lately, and which questions wait.</summary>
internal sealed class Decision
{
    private readonly List<Step> steps = [];

    public static Decision Nothing => new();

    public StanzaError? Refusal { get; private init; }

    /// <summary>Whether the request must not be carried out again, though no event tells of it.</summary>
    public bool PassesOn { get; private init; }

    public IReadOnlyList<Step> Steps => steps;

    /// <summary>What of the request the refusal is about, where the answer has to say it.</summary>
    public Element? Offending { get; private init; }

    public static Decision Refuse(StanzaError error, Element? offending = null) => new() { Refusal = error, Offending = offending };

    /// <summary>A message that is in no log goes on to whom it is for.</summary>
    public static Decision PassOn() => new() { PassesOn = true };

    public static implicit operator Decision(StanzaError error) => Refuse(error);

    public Decision Then(RoomEvent happening) => Then(happening, Circumstance.None);

    public Decision Then(RoomEvent happening, Circumstance circumstance)
    {
        steps.Add(new Step.Happens(happening, circumstance));
        return this;
    }

    /// <summary>The iq result to whoever asked.</summary>
    public Decision Answer(params Element[] children)
    {
        steps.Add(new Step.Answers(children));
        return this;
    }

    /// <summary>Something to say that follows from no event.</summary>
    public Decision Say(Action<Turn> say)
    {
        steps.Add(new Step.Says(say));
        return this;
    }
}

/// <summary>One step of a decision.</summary>
internal abstract record Step
{
    private Step()
    {
    }

    /// <summary>An event is applied, and announced as its use case does.</summary>
    public sealed record Happens(RoomEvent Event, Circumstance Circumstance) : Step;

    /// <summary>The iq result leaves at this place.</summary>
    public sealed record Answers(Element[] Children) : Step;

    /// <summary>Something else leaves at this place.</summary>
    public sealed record Says(Action<Turn> Say) : Step;
}
