using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Hall;

/// <summary>
/// What clients are told when a room comes back with another roster than they have been shown: who is gone, who is new, whose presence is another. A session that is itself gone
/// is told so (XEP-0045 §7.14 with status 110, and 333: it was no wish of the user).
/// </summary>
internal static class RosterDifference
{
    /// <summary>Returns how many stanzas were sent.</summary>
    public static int Tell(Jid room, IReadOnlyDictionary<Nick, RosterItem> shown, RosterItem[] now, IReadOnlyList<RoomView.LocalVisit> here)
    {
        var sent = 0;
        var present = now.ToDictionary(entry => entry.Nick);
        var visits = now.SelectMany(entry => entry.Visits).Select(visit => visit.Session).ToHashSet(StringComparer.Ordinal);
        var staying = here.Where(visit => visits.Contains(visit.Session.Id)).ToArray();
        foreach (var entry in shown.Values)
        {
            if (!entry.Shown || (present.TryGetValue(entry.Nick, out var next) && next.Shown && next.BareJid == entry.BareJid))
                continue;
            var gone = Unavailable(room, entry, isSelf: false);
            foreach (var visit in staying)
                Send(visit, gone);
        }

        foreach (var entry in now)
        {
            if (!entry.Shown || (shown.TryGetValue(entry.Nick, out var before) && IsSame(before, entry)))
                continue;
            foreach (var visit in staying)
                Send(visit, visit.SeesJids ? entry.PresenceFull : entry.PresenceAnonymous);
        }

        foreach (var visit in here.Except(staying))
        {
            if (shown.TryGetValue(visit.Nick, out var entry))
                Send(visit, Unavailable(room, entry, isSelf: true));
            visit.Session.Flush();
        }

        return sent;

        void Send(RoomView.LocalVisit visit, in EncodedStanza stanza)
        {
            if (visit.Session.Send(stanza))
                sent++;
        }
    }

    private static bool IsSame(RosterItem before, RosterItem now) =>
        before.Shown
        && before.BareJid == now.BareJid
        && before.PresenceFull.Head.Span.SequenceEqual(now.PresenceFull.Head.Span)
        && before.PresenceFull.Tail.Span.SequenceEqual(now.PresenceFull.Tail.Span);

    private static EncodedStanza Unavailable(Jid room, RosterItem entry, bool isSelf)
    {
        var user = new Element("x", Ns.MucUser).Add(new Element("item", Ns.MucUser).With("affiliation", AffiliationNames.Of(entry.Affiliation)).With("role", "none"));
        if (isSelf)
            user.Add(new Element("status", Ns.MucUser).With("code", "110"));
        user.Add(new Element("status", Ns.MucUser).With("code", "333"));
        return new Stanza(StanzaKind.Presence, Payload.Of(user)) { Type = "unavailable", From = room.WithResource(entry.Nick) }.Encode();
    }
}
