using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>One request being handled: who asked what, when, and what has come of it so far.</summary>
internal sealed class Turn(Room room, RoomRequest request, Moment moment)
{
    private readonly List<RoomEvent> events = new(1);
    private readonly List<Announcement> announcements = new(2);
    private AffiliationStep? step;
    private bool? isFollowed;

    public Room Room => room;

    public RoomRequest Request => request;

    public Moment Moment => moment;

    public Outcome Outcome => new(events, announcements);

    public void Take(Decision decision)
    {
        if (decision.Refusal is { } error)
            Refuse(error, decision.Offending);
        foreach (var step in decision.Steps)
            switch (step)
            {
                case Step.Happens happens:
                    Happen(happens.Event, happens.Circumstance);
                    break;
                case Step.Answers answers:
                    Answer(answers.Children);
                    break;
                case Step.Says says:
                    says.Say(this);
                    break;
            }
    }

    /// <summary>The change of the affiliation list that was just made, for the one announcement that shows it.</summary>
    public AffiliationStep? TakeStep()
    {
        var taken = step;
        step = null;
        return taken;
    }

    public void Announce(Announcement announcement) => announcements.Add(announcement);

    public void ToOccupants(params ImmutableArray<Variant> variants) => Announce(new ToOccupants(variants));

    public void ToAsker(Stanza stanza) => Announce(new ToSession(request.By, [stanza.Encode()]));

    public void RosterPut(Occupant occupant) => Announce(new RosterPut(occupant.EntryIn(room.Configuration)));

    public void Happen(RoomEvent happening) => Happen(happening, Circumstance.None);

    private void Happen(RoomEvent happening, Circumstance circumstance)
    {
        var before = new Before(
            happening is OccupantEvent about ? room.Occupants.Find(about.Nick) : null,
            room.Configuration,
            room.Card,
            happening is RoomDestroyed or HatEvent ? [.. room.Occupants] : []);
        var version = room.AffiliationHistory.Version;
        room.Apply(happening);
        events.Add(happening);
        if (happening is MemberChanged changed)
            step = room.AffiliationHistory.Version != version && (isFollowed ??= FollowingAffiliations.IsFollowed(room))
                ? FollowingAffiliations.StepTo(room, changed.Member)
                : null;
        else if (happening is RoleChanged or OccupantExited && step is not null && before.Occupant?.BareJid == step.Member.Jid)
            circumstance = circumstance with { Step = TakeStep() };
        Announcements.Of(this, happening, before, circumstance);
        LeavingOff.After(this, happening, before.Occupant);
    }

    private void Answer(Element[] children)
    {
        if (request.Stanza is { Kind: StanzaKind.Iq } asked)
            ToAsker(asked.Result(children) with { To = request.By.FullJid });
    }

    /// <summary>RFC 6120 §8.2.3: every iq request is answered; §8.3.1: an error is never answered with an error.</summary>
    private void Refuse(StanzaError error, Element? offending)
    {
        if (request.Stanza is not { } asked)
            return;
        var by = asked.Kind == StanzaKind.Iq ? error.By : error.By ?? room.Jid;
        var answer = asked.Error(error with { By = by }) with { From = asked.To ?? room.Jid, To = request.By.FullJid };
        ToAsker(offending is null ? answer : answer with { Payload = Payload.Of([offending, .. answer.Payload.Children.Select(child => child.Parse())]) });
    }
}

/// <summary>What an event is about, as it was before.</summary>
/// <param name="Occupant">The occupant of an <see cref="OccupantEvent"/>, if there was one already.</param>
/// <param name="Configuration">The configuration.</param>
/// <param name="Card">The room's vCard.</param>
/// <param name="Everybody">All occupants, when the room was destroyed or somebody's hats may be others.</param>
internal readonly record struct Before(Occupant? Occupant, RoomConfiguration Configuration, RoomCard? Card, ImmutableArray<Occupant> Everybody);
