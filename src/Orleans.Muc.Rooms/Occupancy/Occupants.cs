using System.Collections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Everybody in a room, found by nickname, by what it looks like, by session and by bare JID in constant time.</summary>
internal sealed class Occupants : IReadOnlyCollection<Occupant>
{
    private readonly Dictionary<Nick, Occupant> byNick = [];
    private readonly Dictionary<string, Occupant> bySession = new(StringComparer.Ordinal);
    private readonly Dictionary<Jid, List<Occupant>> byBareJid = [];
    private readonly PresenceBoard board = new();
    private readonly LookAlikes<Occupant> lookAlikes = new();

    private Nick[]? inOrder;

    public int Count => byNick.Count;

    /// <summary>Everybody in ordinal order of nicknames. Put in order when asked for after somebody has come, gone, or changed nickname.</summary>
    public IEnumerable<Occupant> InOrder =>
        (inOrder ??= [.. byNick.Keys.OrderBy(nick => nick.Value, StringComparer.Ordinal)]).Select(nick => byNick[nick]);

    public Occupant? Find(Nick nick) => byNick.GetValueOrDefault(nick);

    /// <summary>Those whose nickname looks like that one, its bearer included.</summary>
    public IReadOnlyList<Occupant> LookingLike(Nick nick) => lookAlikes.Of(nick);

    public Occupant? OfSession(string session) => bySession.GetValueOrDefault(session);

    /// <summary>A user may be in the room under several nicknames.</summary>
    public IReadOnlyList<Occupant> Of(Jid bareJid) => byBareJid.TryGetValue(bareJid, out var own) ? own : [];

    /// <summary>The highest role of a user's occupants: XEP-0045 §8 has the bare JID count.</summary>
    public Role RoleOf(Jid bareJid)
    {
        var role = Role.None;
        foreach (var occupant in Of(bareJid))
            if (occupant.Role > role)
                role = occupant.Role;
        return role;
    }

    public void Put(Occupant occupant)
    {
        if (byNick.TryGetValue(occupant.Nick, out var before) && before.BareJid == occupant.BareJid)
        {
            Replace(before, occupant);
            return;
        }

        if (!TakeOut(occupant.Nick))
            inOrder = null;
        board.Note(occupant.Nick);
        byNick.Add(occupant.Nick, occupant);
        lookAlikes.Add(occupant.Nick, occupant);
        foreach (var stay in occupant.Stays)
            bySession[stay.Visit.Session] = occupant;
        if (byBareJid.TryGetValue(occupant.BareJid, out var own))
            own.Add(occupant);
        else
            byBareJid.Add(occupant.BareJid, [occupant]);
    }

    public void Remove(Nick nick)
    {
        if (TakeOut(nick))
            inOrder = null;
    }

    public void Clear()
    {
        byNick.Clear();
        lookAlikes.Clear();
        bySession.Clear();
        byBareJid.Clear();
        board.Clear();
        inOrder = null;
    }

    /// <summary>The configuration decides what is shown of everybody.</summary>
    public void ForgetEntries()
    {
        foreach (var occupant in this)
        {
            occupant.ForgetEntry();
            board.Note(occupant.Nick);
        }
    }

    /// <summary>The presence of everybody who is shown but one, as those who see JIDs or the others are shown it. Valid until the next change.</summary>
    public PresenceBoard.Row PresenceOfOthers(RoomConfiguration configuration, bool seeJids, Nick but) => board.Others(this, configuration, seeJids, but);

    public Dictionary<Nick, Occupant>.ValueCollection.Enumerator GetEnumerator() => byNick.Values.GetEnumerator();

    IEnumerator<Occupant> IEnumerable<Occupant>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Mostly a change of presence: the same user under the same nickname, who keeps the place among others.</summary>
    private void Replace(Occupant before, Occupant after)
    {
        board.Note(after.Nick);
        byNick[after.Nick] = after;
        lookAlikes.Replace(after.Nick, before, after);
        foreach (var stay in before.Stays)
            bySession.Remove(stay.Visit.Session);
        foreach (var stay in after.Stays)
            bySession[stay.Visit.Session] = after;
        var own = byBareJid[after.BareJid];
        own[own.IndexOf(before)] = after;
    }

    private bool TakeOut(Nick nick)
    {
        if (!byNick.Remove(nick, out var gone))
            return false;
        board.Remove(nick);
        lookAlikes.Remove(nick, gone);
        foreach (var stay in gone.Stays)
            bySession.Remove(stay.Visit.Session);
        var own = byBareJid[gone.BareJid];
        own.Remove(gone);
        if (own.Count == 0)
            byBareJid.Remove(gone.BareJid);
        return true;
    }
}
