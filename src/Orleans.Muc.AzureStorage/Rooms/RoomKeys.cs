using System.Globalization;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage.Archives;
using Orleans.Muc.AzureStorage.Keys;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>
/// The keys of a room's rows; those of its log are <see cref="ArchiveKeys"/>. Decision: one partition per room and incarnation holds its fence, members and log, so that one transaction writes an affiliation together
/// with the messages of the same flush, and one fence serves both. What a partition can take (2,000 rows a second) bounds what a room can, and flushes gather
/// more than that; what is too old goes by ranges of keys, since records lie in the order of their ids.
/// </summary>
internal static class RoomKeys
{
    public const string Fence = "f";

    /// <summary>Up to where no unserved records are left. Behind what opening a room reads, and within what deleting it takes.</summary>
    public const string ServedUntil = "q";

    /// <summary>Begins the rows of a kind; <c>.</c> comes right behind <c>-</c>.</summary>
    public const string Journal = "j-", Members = "m-", PastAffiliations = "p-";

    public const string JournalEnd = "j.", PastAffiliationsEnd = "p.";

    public static string Partition(RoomPartition partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{TableKey.Of(partition.Room.ToString())}_i{partition.Incarnation}");

    public static string Member(Jid jid) => Members + TableKey.Of(jid.ToString());

    public static string PastAffiliation(long version) => string.Create(CultureInfo.InvariantCulture, $"{PastAffiliations}{version:d19}");

    public static string JournalOf(string write) => $"{Journal}{write}-";

    public static string Staged(string write, int number) => string.Create(CultureInfo.InvariantCulture, $"{Journal}{write}-{number:d6}");
}
