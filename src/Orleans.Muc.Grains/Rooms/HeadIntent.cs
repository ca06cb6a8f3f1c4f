using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// The rows of a change that touches the head too. It is stored with the head, then written to the rows, then taken out of the head; an activation that finds it writes the rows again
/// before anything else, so a crash between the two leaves no half of the change.
/// </summary>
[GenerateSerializer, Alias("muc.room-intent")]
public sealed class HeadIntent
{
    [Id(0)]
    public List<IntendedMember> Members { get; set; } = [];

    [Id(1)]
    public List<IntendedPast> PastAffiliations { get; set; } = [];

    [Id(2)]
    public long OldestVersion { get; set; }

    internal static HeadIntent Of(RoomCommit commit) => new()
    {
        Members = [.. commit.Members.Select(IntendedMember.Of)],
        PastAffiliations = [.. commit.PastAffiliations.Select(past => new IntendedPast { Version = past.Version, Jid = past.Jid.ToString(), Affiliation = past.Affiliation })],
        OldestVersion = commit.OldestVersion,
    };

    internal RoomCommit ToCommit() => new([.. Members.Select(member => member.ToRow())], [])
    {
        PastAffiliations = [.. PastAffiliations.Select(past => new PastAffiliationRow(past.Version, Jid.Parse(past.Jid), past.Affiliation))],
        OldestVersion = OldestVersion,
    };
}

internal static class Intents
{
    /// <summary>The rows as they will be once the head's intent, if it has one, is done.</summary>
    public static RoomRows WithIntent(this RoomHead head, RoomRows rows)
    {
        if (head.Intent?.ToCommit() is not { } commit)
            return rows;
        var members = rows.Members.ToDictionary(member => member.Jid);
        foreach (var member in commit.Members)
            members[member.Jid] = member;
        var past = rows.PastAffiliations.Concat(commit.PastAffiliations).DistinctBy(change => change.Version).Where(change => change.Version >= commit.OldestVersion);
        return rows with { Members = [.. members.Values.Where(member => !member.IsEmpty)], PastAffiliations = [.. past.OrderBy(change => change.Version)] };
    }
}

/// <summary>A row to be written, as stored.</summary>
[GenerateSerializer, Alias("muc.room-intended-member")]
public sealed class IntendedMember
{
    [Id(0)]
    public string Jid { get; set; } = "";

    [Id(1)]
    public int Affiliation { get; set; }

    [Id(2)]
    public string? Nick { get; set; }

    [Id(3)]
    public string? Reason { get; set; }

    [Id(4)]
    public string? LastShown { get; set; }

    [Id(5)]
    public string? Hats { get; set; }

    internal static IntendedMember Of(MemberRow row) => new()
    {
        Jid = row.Jid.ToString(),
        Affiliation = row.Affiliation,
        Nick = row.ReservedNick,
        Reason = row.Reason,
        LastShown = row.LastShown?.Value,
        Hats = row.Hats,
    };

    internal MemberRow ToRow() => new(Xmpp.Jid.Parse(Jid), Affiliation, Nick, Reason) { LastShown = LastShown is null ? null : new StanzaId(LastShown), Hats = Hats };
}

/// <summary>A past affiliation to be written, as stored.</summary>
[GenerateSerializer, Alias("muc.room-intended-past")]
public sealed class IntendedPast
{
    [Id(0)]
    public long Version { get; set; }

    [Id(1)]
    public string Jid { get; set; } = "";

    [Id(2)]
    public int Affiliation { get; set; }
}
