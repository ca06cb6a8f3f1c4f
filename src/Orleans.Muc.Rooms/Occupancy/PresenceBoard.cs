using System.Runtime.InteropServices;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// The encoded presence of everybody who is shown, in one row for each audience: what a newcomer is sent is a copy of a row. An occupant who changes is put right before
/// the next copy.
/// </summary>
internal sealed class PresenceBoard
{
    private readonly Dictionary<Nick, int> places = [];
    private readonly List<Nick> nicks = [];
    private readonly List<EncodedStanza> full = [];
    private readonly List<EncodedStanza> anonymous = [];
    private readonly HashSet<Nick> outdated = [];

    /// <summary>Somebody inside is new, or is shown otherwise.</summary>
    public void Note(Nick nick) => outdated.Add(nick);

    /// <summary>Somebody is gone. The last one in the rows takes the free place.</summary>
    public void Remove(Nick nick)
    {
        outdated.Remove(nick);
        if (!places.Remove(nick, out var place))
            return;
        var last = nicks.Count - 1;
        if (place != last)
        {
            places[nicks[last]] = place;
            (nicks[place], full[place], anonymous[place]) = (nicks[last], full[last], anonymous[last]);
        }

        nicks.RemoveAt(last);
        full.RemoveAt(last);
        anonymous.RemoveAt(last);
    }

    public void Clear()
    {
        places.Clear();
        nicks.Clear();
        full.Clear();
        anonymous.Clear();
        outdated.Clear();
    }

    /// <summary>The row of those who see JIDs or of the others, in no particular order, without one nickname: before its place and after it. Valid until the next change.</summary>
    public Row Others(Occupants occupants, RoomConfiguration configuration, bool seeJids, Nick but)
    {
        foreach (var nick in outdated)
        {
            var entry = occupants.Find(nick)!.EntryIn(configuration);
            if (entry.Shown)
                Put(entry);
            else
                Remove(nick);
        }

        outdated.Clear();
        var row = CollectionsMarshal.AsSpan(seeJids ? full : anonymous);
        return places.TryGetValue(but, out var own) ? new Row(row[..own], row[(own + 1)..]) : new Row(row, []);
    }

    private void Put(RosterEntry entry)
    {
        if (!places.TryGetValue(entry.Nick, out var place))
        {
            places.Add(entry.Nick, nicks.Count);
            nicks.Add(entry.Nick);
            full.Add(entry.PresenceFull);
            anonymous.Add(entry.PresenceAnonymous);
            return;
        }

        full[place] = entry.PresenceFull;
        anonymous[place] = entry.PresenceAnonymous;
    }

    public readonly ref struct Row(ReadOnlySpan<EncodedStanza> before, ReadOnlySpan<EncodedStanza> after)
    {
        public ReadOnlySpan<EncodedStanza> Before { get; } = before;

        public ReadOnlySpan<EncodedStanza> After { get; } = after;
    }
}
