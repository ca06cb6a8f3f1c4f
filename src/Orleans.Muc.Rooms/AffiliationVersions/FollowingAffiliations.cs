using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// XEP-0463: whoever enters with <c>mav</c> is told the affiliations, or what has changed since the version it names, and then every change with its versions. Decision: sessions that
/// did not ask are sent what they always were, since <c>x</c> is not extensible in XEP-0045 and the specification calls this negotiated (§8).
/// </summary>
internal static class FollowingAffiliations
{
    /// <summary>Items of one message; longer lists are sent in several (§5.2.1).</summary>
    private const int MostItems = 1_000;

    /// <summary>The visit that an entry makes: one that follows the affiliations when it asks to and may.</summary>
    public static Visit VisitOf(Room room, Enter request, Role role) =>
        request.By with { FollowsAffiliations = request.Follow is { } asked && May(room, request.By.FullJid.Bare, role, asked) };

    /// <summary>§5.2.1: before any presence. Nothing when the client knows the present version.</summary>
    public static void AddTo(ImmutableArray<EncodedStanza>.Builder stanzas, Turn turn, Occupant newcomer)
    {
        if (turn.Request is not Enter { Follow: { } asked })
            return;
        var room = turn.Room;
        if (!newcomer.Stay(turn.Request.By.Session).Visit.FollowsAffiliations)
        {
            stanzas.Add(Refusal(room, turn.Request.StanzaId));
            return;
        }

        var known = AffiliationVersions.Find(room, asked.Since);
        if (known == room.AffiliationHistory.Version)
            return;
        var reader = new ListReader(room.Configuration, newcomer.Role, newcomer.Affiliation);
        var difference = known is { } version ? Difference(room, version, reader) : [];

        // §5.2.1: there are no empty differences, so the whole list stands in for one in which nothing is for this reader.
        if (difference.Length > 0)
            stanzas.Add(Message(room, AffiliationVersions.Mav(asked.Since, Present(room)), difference));
        else
            stanzas.AddRange(room.AffiliationHistory.Whole.Of(reader, one => WholeList(room, one)));
    }

    /// <summary>§5.2.1: the version that the newcomer has been told, for its self-presence; null when it does not follow.</summary>
    public static Element? MavFor(Room room, Visit visit) => visit.FollowsAffiliations ? AffiliationVersions.Mav(null, Present(room)) : null;

    public static bool IsFollowed(Room room) => room.Occupants.Any(occupant => occupant.Stays.Any(stay => stay.Visit.FollowsAffiliations));

    /// <summary>§5.2.2: what has just been changed, for those who follow.</summary>
    public static AffiliationStep StepTo(Room room, Member changed) =>
        new(changed, AffiliationVersions.Of(room, room.AffiliationHistory.Version - 1), Present(room));

    /// <summary>§5.2.2: a change that no presence shows to others, for those who follow and see JIDs.</summary>
    public static ImmutableArray<Variant> Unseen(Room room, AffiliationStep? step) => step is null
        ? []
        : [new Variant(new Recipients.Followers(Recipients.WhoSeeJids), Message(room, step.Mav, [(step.Member.Jid, step.Member.Affiliation)]))];

    /// <summary>§6: who was not of the list's readers at that version is told no difference from it.</summary>
    private static bool May(Room room, Jid user, Role role, FollowAffiliations asked)
    {
        if (!new ListReader(room.Configuration, role, room.AffiliationOf(user)).ReadsAny)
            return false;
        if (AffiliationVersions.Find(room, asked.Since) is not { } version)
            return true;
        var changed = room.AffiliationHistory.After(version).FirstOrDefault(change => change.Jid == user);
        var then = room.InForce(user, changed?.Affiliation ?? room.Affiliations.Of(user));
        return new ListReader(room.Configuration, role, then).ReadsAny;
    }

    private static (Jid Jid, Affiliation Affiliation)[] Difference(Room room, long version, ListReader reader)
    {
        var before = new Dictionary<Jid, Affiliation>();
        foreach (var change in room.AffiliationHistory.After(version))
            before.TryAdd(change.Jid, change.Affiliation);
        return [.. before
            .Select(change => (Jid: change.Key, Before: reader.Shown(change.Value), Now: reader.Shown(room.Affiliations.Find(change.Key)?.Affiliation ?? Affiliation.None)))
            .Where(change => change.Before != change.Now)
            .Select(change => (change.Jid, change.Now))];
    }

    private static ImmutableArray<EncodedStanza> WholeList(Room room, ListReader reader)
    {
        var stanzas = ImmutableArray.CreateBuilder<EncodedStanza>();
        var listed = room.Members.Where(member => reader.Shown(member.Affiliation) != Affiliation.None)
            .OrderBy(member => member.Jid)
            .Select(member => (member.Jid, member.Affiliation))
            .ToArray();
        string? since = null;
        for (var first = 0; first == 0 || first < listed.Length; first += MostItems)
        {
            var isLast = first + MostItems >= listed.Length;
            var until = isLast ? Present(room) : AffiliationVersions.Within(room, room.AffiliationHistory.Version, first / MostItems);
            stanzas.Add(Message(room, AffiliationVersions.Mav(since, until), listed.AsSpan(first, Math.Min(MostItems, listed.Length - first))));
            since = until;
        }

        return stanzas.DrainToImmutable();
    }

    private static string Present(Room room) => AffiliationVersions.Of(room, room.AffiliationHistory.Version);

    private static EncodedStanza Message(Room room, Element mav, ReadOnlySpan<(Jid Jid, Affiliation Affiliation)> items)
    {
        var x = new Element("x", Ns.MucUser).Add(mav);
        foreach (var (jid, affiliation) in items)
            x.Add(new Element("item", Ns.MucUser).With("jid", jid.ToString()).With("affiliation", affiliation.ToName()));
        return new Stanza(StanzaKind.Message, Payload.Of(x)) { From = room.Jid }.Encode();
    }

    /// <summary>§5.2.3: forbidden, in a message; the entry goes on.</summary>
    private static EncodedStanza Refusal(Room room, string? id)
    {
        var error = StanzaError.Forbidden() with { By = room.Jid };
        return new Stanza(StanzaKind.Message, Payload.Of(error.ToElement())) { Type = "error", Id = id, From = room.Jid }.Encode();
    }
}
