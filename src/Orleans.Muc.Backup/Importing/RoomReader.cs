using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>
/// One room. Its rows and its log go into the partition of the next incarnation, and the head, which names that, is written last: until then there is no room, or still the old one.
/// </summary>
internal sealed class RoomReader(BackupStores stores, Tally tally, ImportChoices choices, RoomShelves shelves)
{
    /// <summary>
    /// Characters of all fields and their values, one more for each field and each value: more than a room's own form can reach. It bounds the memory; what its row takes is seen when the
    /// head is written.
    /// </summary>
    private const int MostConfiguration = 256 * 1024;

    /// <summary>Hats that a room gives: many more than its own commands make, so that a later bound of theirs changes nothing here.</summary>
    private const int MostHats = 1_000;

    public async Task Read(Source element, Jid service, CancellationToken cancellation)
    {
        var name = element.Need("name");
        if (!Jid.TryParse($"{name}@{service}", out var room) || room is not { IsBare: true, Localpart: not null } || room.Domain != service)
            throw element.Fault($"'{name}' is no name of a room");
        var stored = await stores.Read<RoomHead>(StoredStates.Room, StoredStates.RoomOf(room));
        var old = stored.State!;
        var exists = old.Status is HeadStatus.Locked or HeadStatus.Open;
        if ((exists || old.Tombstone is not null) && !choices.Overwrite)
        {
            if (exists)
                await shelves.Put(room, old);
            tally.AddKnownRoom();
            element.Pass();
            return;
        }

        var partition = new RoomPartition(room, old.Incarnation + 1);
        var head = Head(element, old);
        // What an interrupted import has left.
        await stores.Rooms.Delete(partition, cancellation);
        var rows = new RoomRowsWriter(stores.Rooms, tally, partition, head.Epoch);
        await rows.Open(cancellation);
        foreach (var part in element.Children())
            await ReadPart(part, head, rows, cancellation);
        await rows.Flush(cancellation);
        stored.State = head;
        await stores.Write(StoredStates.Room, StoredStates.RoomOf(room), stored);
        if (exists)
            await stores.Rooms.Delete(partition with { Incarnation = old.Incarnation }, cancellation);
        if (head.Status != HeadStatus.Destroyed)
        {
            await shelves.Put(room, head);
            tally.AddRoom(rows.Members);
        }
    }

    private static RoomHead Head(Source element, RoomHead old) => new()
    {
        Epoch = old.Epoch + 1,
        Incarnation = old.Incarnation + 1,
        Status = element.Need("status") switch
        {
            "open" => HeadStatus.Open,
            "locked" => HeadStatus.Locked,
            "destroyed" => HeadStatus.Destroyed,
            var other => throw element.Fault($"a room is open, locked or destroyed, and not '{other}'"),
        },
        CreatedAt = element["created"] is null ? default : element.Time("created"),
        OccupantIdKey = element["occupant-id-key"] is null ? [] : element.Bytes("occupant-id-key"),
    };

    private async Task ReadPart(Source part, RoomHead head, RoomRowsWriter rows, CancellationToken cancellation)
    {
        switch (part.Name, part.Namespace)
        {
            case ("configuration", Names.Own):
                ReadConfiguration(part, head);
                break;
            case ("subject", Names.Own):
                head.Subject = RoomParts.Subject(part);
                break;
            case ("tombstone", Names.Own):
                head.Tombstone = RoomParts.Tombstone(part);
                break;
            case ("hat", Names.Own):
                if (head.Hats.Count == MostHats)
                    throw part.Fault($"a room has more than {MostHats} hats");
                head.Hats.Add(RoomParts.Hat(part));
                break;
            case ("member", Names.Own):
                var member = RoomParts.Member(part);
                await rows.Add(member, cancellation);
                await shelves.NoteMember(rows.Room, member.Jid);
                break;
            case ("past-affiliation", Names.Own):
                await rows.Add(RoomParts.Past(part), cancellation);
                break;
            case ("card", Names.Own):
                foreach (var card in part.Children())
                    rows.Card = System.Text.Encoding.UTF8.GetBytes(card.Whole());
                break;
            case ("archive", Names.Archive):
                await ReadLog(part, rows, cancellation);
                break;
            default:
                tally.LeaveOut($"<{part.Name} xmlns='{part.Namespace}'/>");
                part.Pass();
                break;
        }
    }

    /// <summary>XEP-0334 §4: older documents hold messages that are never shown, which were to be gone after a day.</summary>
    private async Task ReadLog(Source archive, RoomRowsWriter rows, CancellationToken cancellation)
    {
        foreach (var result in archive.Children())
        {
            var record = RoomParts.Record(result, stores.Rooms.HasFullText);
            if (record.Served)
                await rows.Add(record, cancellation);
            else
                tally.LeaveOut("message of a room that is not to be kept");
        }
    }

    private static void ReadConfiguration(Source configuration, RoomHead head)
    {
        var characters = 0;
        foreach (var field in configuration.Children())
        {
            var name = field.Need("var");
            Count(name);
            var values = new List<string>();
            foreach (var value in field.Children())
            {
                values.Add(value.Text());
                Count(values[^1]);
            }

            head.Configuration[name] = [.. values];
        }

        void Count(string text)
        {
            if ((characters += text.Length + 1) > MostConfiguration)
                throw configuration.Fault($"the configuration of a room has more than {MostConfiguration} characters");
        }
    }
}

/// <summary>The rows of a room that is being imported, written in portions.</summary>
internal sealed class RoomRowsWriter(IRoomStore rooms, Tally tally, RoomPartition partition, long epoch)
{
    private const int Portion = 500;
    private const int PortionBytes = 1 << 20;

    private readonly List<MemberRow> _members = [];
    private readonly List<PastAffiliationRow> _past = [];
    private readonly List<LogRecord> _records = [];
    private int _bytes;

    public Jid Room => partition.Room;

    /// <summary>How many affiliations there were.</summary>
    public int Members { get; private set; }

    public byte[]? Card { get; set; }

    public Task Open(CancellationToken cancellation) => rooms.Open(partition, epoch, 1, cancellation);

    public Task Add(MemberRow member, CancellationToken cancellation)
    {
        _members.Add(member);
        _bytes += (member.ReservedNick?.Length ?? 0) + (member.Reason?.Length ?? 0) + (member.Hats?.Length ?? 0);
        Members++;
        return FlushFull(cancellation);
    }

    public Task Add(PastAffiliationRow past, CancellationToken cancellation)
    {
        _past.Add(past);
        return FlushFull(cancellation);
    }

    public Task Add(LogRecord record, CancellationToken cancellation)
    {
        _records.Add(record);
        _bytes += record.Head.Length + record.Tail.Length;
        tally.AddMessage();
        return FlushFull(cancellation);
    }

    public async Task Flush(CancellationToken cancellation)
    {
        if (_members.Count + _past.Count + _records.Count > 0 || Card is not null)
            await rooms.Commit(partition, epoch, new RoomCommit([.. _members], [.. _records]) { Card = Card, PastAffiliations = [.. _past] }, cancellation);
        Card = null;
        _members.Clear();
        _past.Clear();
        _records.Clear();
        _bytes = 0;
    }

    private Task FlushFull(CancellationToken cancellation) =>
        _members.Count + _past.Count + _records.Count >= Portion || _bytes > PortionBytes ? Flush(cancellation) : Task.CompletedTask;
}
