using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// What a member who was away gets in the place of the discussion history (XEP-0045 §7.2.13), when the entry sets no limits of its own: everything since the room last showed them something.
/// Decision: muc#maxhistoryfetch is for newcomers and doesn't bound it, but 0, no history for anybody, holds here too.
/// </summary>
internal static class MissedMessages
{
    /// <summary>The history of an entry, oldest first.</summary>
    /// <param name="turn">Its turn, with the newcomer inside already.</param>
    /// <param name="since">What <see cref="Since"/> said.</param>
    public static ImmutableArray<EncodedStanza> HistoryFor(Turn turn, StanzaId? since)
    {
        if (turn.Request is not Enter enter)
            return [];
        var room = turn.Room;
        if (ArchiveAccess.Horizon(room, turn.Moment.Now) is { } old)
            room.History.Forget(old);
        return since is { } last
            ? room.History.After(last, room.Rules.MaxMissed)
            : room.History.Select(enter.History ?? HistoryLimits.None, Math.Min(room.Configuration.MaxHistoryFetch, room.Rules.MaxHistory), turn.Moment, enter.By.FullJid);
    }

    /// <summary>The last message that a member who comes back is known to have been shown; null for everybody else, and for members who never were here.</summary>
    /// <param name="turn">The turn of the entry.</param>
    /// <param name="before">The occupant whom the visit has joined, as it was; null when it made a new one.</param>
    /// <param name="visit">The visit that came in.</param>
    public static StanzaId? Since(Turn turn, Occupant? before, Visit visit)
    {
        var room = turn.Room;
        if (turn.Request is not Enter { History: null } || room.Rules.MaxMissed == 0 || room.Configuration.MaxHistoryFetch == 0)
            return null;
        if (room.Affiliations.Find(visit.FullJid.Bare)?.LastShown is not { } known || !WasAway(room, before, visit))
            return null;
        return before is not null && room.Attention.Of(before.Stays) is { } shown && shown > known ? shown : known;
    }

    /// <summary>Who is inside with another device, or under another nickname, misses nothing. An older session of the same full JID is a ghost.</summary>
    private static bool WasAway(Room room, Occupant? before, Visit visit) =>
        room.Occupants.Of(visit.FullJid.Bare).Count == 1
        && (before is null || before.Stays.All(stay => stay.Visit.FullJid == visit.FullJid));
}
