using System.Collections.Immutable;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;
namespace Orleans.Muc.Grains.Rooms;

/// <summary>The rules' announcements in the corridor's words.</summary>
internal static class WireItems
{
    public static WireVariant[] From(ImmutableArray<Variant> variants)
    {
        var wire = new WireVariant[variants.Length];
        for (var i = 0; i < wire.Length; i++)
            wire[i] = From(variants[i]);
        return wire;
    }

    public static RosterItem From(RosterEntry entry)
    {
        var visits = new WireVisit[entry.Visits.Length];
        for (var i = 0; i < visits.Length; i++)
            visits[i] = From(entry.Visits[i]);
        return new RosterItem(
            entry.Nick, entry.OccupantId, entry.BareJid, (int)entry.Affiliation, (int)entry.Role, entry.SeesJids, entry.Shown, visits, entry.PresenceFull, entry.PresenceAnonymous);
    }

    public static RosterEntry ToEntry(RosterItem item) => new(
        item.Nick,
        item.OccupantId,
        item.BareJid,
        (Affiliation)item.Affiliation,
        (Role)item.Role,
        item.SeesJids,
        item.Shown,
        [.. item.Visits.Select(visit => new Visit(visit.Session, visit.FullJid, visit.Connection) { FollowsAffiliations = visit.FollowsAffiliations })],
        item.PresenceFull,
        item.PresenceAnonymous);

    /// <summary>About how many bytes an item is on its way to another silo.</summary>
    public static int SizeOf(RoomItem item) => item switch
    {
        OccupantsItem occupants => occupants.Variants.Sum(variant => variant.Stanza.Length),
        SessionItem one => one.Stanzas.Sum(stanza => stanza.Length),
        RosterPutItem put => SizeOf(put.Entry),
        SnapshotItem snapshot => snapshot.Roster.Sum(SizeOf),
        _ => 0,
    };

    private static int SizeOf(RosterItem entry) => entry.PresenceFull.Length + entry.PresenceAnonymous.Length;

    private static WireVisit From(Visit visit) => new(visit.Session, visit.FullJid, visit.Connection, visit.FollowsAffiliations);

    private static WireVariant From(in Variant variant) => variant.To switch
    {
        Recipients.Followers followers => From(variant with { To = followers.Of }) with { ForFollowers = true },
        Recipients.OneSession one => new WireVariant(WireAudience.Session, one.Session, variant.Stanza),
        Recipients.OneNick one => new WireVariant(WireAudience.Nick, one.Nick.Value, variant.Stanza),
        Recipients.JidViewers => new WireVariant(WireAudience.JidViewers, null, variant.Stanza),
        _ => new WireVariant(WireAudience.All, null, variant.Stanza),
    };
}
