using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>The rules' values in the words of storage, and back.</summary>
internal static class RoomRecords
{
    /// <summary>All that is stored of somebody, as the room is at this moment.</summary>
    public static MemberRow ToRow(Room room, Jid jid)
    {
        var member = room.MemberOf(jid);
        var hats = room.Hats.WornBy(jid);
        return new MemberRow(jid, (int)(member?.Affiliation ?? Affiliation.None), member?.ReservedNick?.Value, member?.Reason)
        {
            LastShown = member?.LastShown,
            Hats = hats.IsEmpty ? null : string.Join(' ', hats),
        };
    }

    private static HatWearer ToWearer(MemberRow row) => new(row.Jid, [.. row.Hats!.Split(' ')]);

    public static HeadHat ToHead(Hat hat) => new() { Id = hat.Id, Uri = hat.Uri, Title = hat.Title, Hue = hat.Hue, Lang = hat.Lang };

    private static Hat ToHat(HeadHat head) => new(head.Id, head.Uri, head.Title, head.Hue, head.Lang);

    public static Member ToMember(MemberRow row) =>
        new(row.Jid, (Affiliation)row.Affiliation, row.ReservedNick is null ? null : Nick.Stored(row.ReservedNick), row.Reason)
        {
            LastShown = row.LastShown,
        };

    public static PastAffiliationRow ToRow(PastAffiliation change) => new(change.Version, change.Jid, (int)change.Affiliation);

    public static RoomCommit ToCommit(RoomWrites writes) => new(writes.Members, writes.Records)
    {
        Card = writes.Card,
        PastAffiliations = writes.PastAffiliations,
        OldestVersion = writes.PastAffiliations is [.., var last] ? last.Version - Room.MostPastAffiliations + 1 : 0,
    };

    public static LogRecord ToRecord(PastMessage message) => new(
        message.Id, message.Nick.Value, message.Sender, message.Session, message.Counter, message.Served, message.Stanza.Head.ToArray(), message.Stanza.Tail.ToArray())
    {
        Text = message.Text,
    };

    public static PastMessage ToMessage(LogRecord record) => new(
        record.Id, Nick.Stored(record.Nick), record.Sender, record.Session, record.Counter, record.Served, new EncodedStanza(record.Head, record.Tail));

    public static HeadStatus ToHead(RoomStatus status) => status switch
    {
        RoomStatus.Locked => HeadStatus.Locked,
        RoomStatus.Open => HeadStatus.Open,
        RoomStatus.Destroyed => HeadStatus.Destroyed,
        _ => HeadStatus.Absent,
    };

    public static HeadSubject ToHead(Subject subject) => new()
    {
        Text = subject.Text,
        By = subject.By.Value,
        OccupantId = subject.OccupantId,
        At = subject.At,
        StanzaId = subject.Id.Value,
        Xml = subject.Xml,
        Session = subject.Session,
        Counter = subject.Counter,
    };

    public static HeadTombstone ToHead(Tombstone tombstone) => new()
    {
        By = tombstone.By.ToString(),
        Reason = tombstone.Reason,
        Alternate = tombstone.Alternate?.ToString(),
        Until = tombstone.Until,
    };

    public static Tombstone ToTombstone(HeadTombstone head) =>
        new(Jid.Parse(head.By), head.Reason, head.Alternate is { } place ? Jid.Parse(place) : null, head.Until);

    public static Subject ToSubject(HeadSubject head) => new(head.Text, Nick.Stored(head.By), head.OccupantId, head.At, new StanzaId(head.StanzaId), head.Xml)
    {
        Session = head.Session,
        Counter = head.Counter,
    };

    public static RoomStored ToStored(RoomHead head, RoomRows rows, IReadOnlyList<RosterItem> roster) => new(
        RoomConfiguration.FromFields(head.Configuration),
        head.Subject is { } subject ? ToSubject(subject) : null,
        head.OccupantIdKey,
        head.Status == HeadStatus.Locked,
        head.CreatedAt,
        rows.Members.Select(ToMember),
        rows.Newest.Select(ToMessage),
        roster.Select(WireItems.ToEntry))
    {
        Hats = [.. head.Hats.Select(ToHat)],
        HatWearers = rows.Members.Where(row => row.Hats is not null).Select(ToWearer),
        Card = RoomCard.Of(rows.Card),
        PastAffiliations = rows.PastAffiliations.Select(row => new PastAffiliation(row.Version, row.Jid, (Affiliation)row.Affiliation)),
    };

    /// <summary>What was shown to all, oldest first: the records of the log, and the subject, at its place among them if it is in the head only.</summary>
    public static IEnumerable<(StanzaId Id, EncodedStanza Stanza)> ToMessages(Jid room, IEnumerable<LogRecord> records, Subject? subject)
    {
        foreach (var record in records)
        {
            if (subject is not null && subject.Id <= record.Id)
            {
                if (subject.Id < record.Id)
                    yield return (subject.Id, Reflection(room, subject));
                subject = null;
            }

            yield return (record.Id, new EncodedStanza(record.Head, record.Tail));
        }

        if (subject is not null)
            yield return (subject.Id, Reflection(room, subject));
    }

    /// <summary>The message that set the subject, as far as it is kept; for a gateway that missed it.</summary>
    private static EncodedStanza Reflection(Jid room, Subject subject) =>
        new Stanza(StanzaKind.Message, Payload.Parse(subject.Xml)) { Type = "groupchat", Id = subject.Id.Value, From = room.WithResource(subject.By) }.Encode();
}
