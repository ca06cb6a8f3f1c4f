using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The affiliation list of a room, found by bare JID, by reserved nickname and by what that looks like in constant time.</summary>
internal sealed class AffiliationList
{
    private readonly Dictionary<Jid, Row> rows = [];
    private readonly Dictionary<Nick, Jid> holders = [];
    private readonly LookAlikes<Jid> lookAlikes = new();

    /// <summary>The reserved nicknames, to be found in what is said.</summary>
    public CalledNicks Called { get; } = new();

    public int Count => rows.Count;

    public int Owners { get; private set; }

    public IEnumerable<Member> Members => rows.Values.Select(row => row.Member);

    /// <summary>The rows of those who belong to the room, with the presence they have while they are away.</summary>
    public IEnumerable<Row> Rows => rows.Values;

    public Member? Find(Jid jid) => rows.TryGetValue(jid, out var row) ? row.Member : null;

    /// <summary>XEP-0045 §9.2: a ban is matched against the bare JID first and the domain after it.</summary>
    public Affiliation Of(Jid bareJid)
    {
        if (rows.TryGetValue(bareJid, out var own))
            return own.Member.Affiliation;
        return rows.Count > 0 && rows.TryGetValue(bareJid.Domain, out var domain) && domain.Member.Affiliation == Affiliation.Outcast
            ? Affiliation.Outcast
            : Affiliation.None;
    }

    public Jid? HolderOf(Nick nick) => holders.GetValueOrDefault(nick);

    /// <summary>Who has a nickname reserved that looks like that one, its own holder included.</summary>
    public IReadOnlyList<Jid> HoldersLookingLike(Nick nick) => lookAlikes.Of(nick);

    /// <summary>The row that reserves a nickname.</summary>
    public Row? RowOf(Nick nick) => holders.TryGetValue(nick, out var holder) ? rows[holder] : null;

    public Nick? NickOf(Jid bareJid) => Find(bareJid)?.ReservedNick;

    public IEnumerable<Member> With(Affiliation affiliation) => Members.Where(member => member.Affiliation == affiliation);

    /// <summary>Takes over a row. Where the holder of a nickname left off stays known for as long as they have one.</summary>
    public void Put(Member member)
    {
        if (rows.Remove(member.Jid, out var old))
        {
            if (old.Member.Affiliation == Affiliation.Owner)
                Owners--;
            if (old.Member.ReservedNick is { } released)
                Release(released, member.Jid);
        }

        if (member.IsDeletion)
            return;
        member = member with { LastShown = member.ReservedNick is null ? null : member.LastShown ?? old?.Member.LastShown };
        rows.Add(member.Jid, new Row(member));
        if (member.Affiliation == Affiliation.Owner)
            Owners++;
        if (member.ReservedNick is { } reserved)
            Reserve(reserved, member.Jid);
    }

    public void Clear()
    {
        rows.Clear();
        holders.Clear();
        Called.Clear();
        lookAlikes.Clear();
        Owners = 0;
    }

    private void Reserve(Nick nick, Jid holder)
    {
        holders[nick] = holder;
        lookAlikes.Add(nick, holder);
        Called.Add(nick, holder);
    }

    /// <summary>Two members who swap nicknames do it one after the other: what the second gives up is the first one's by then.</summary>
    private void Release(Nick nick, Jid holder)
    {
        if (HolderOf(nick) == holder)
            holders.Remove(nick);
        lookAlikes.Remove(nick, holder);
        Called.Remove(nick, holder);
    }

    /// <summary>A member and, once somebody has needed it, the presence shown of the member while away.</summary>
    internal sealed class Row(Member member)
    {
        public Member Member => member;

        public EncodedStanza? AwayFull { get; set; }

        public EncodedStanza? AwayAnonymous { get; set; }
    }
}
