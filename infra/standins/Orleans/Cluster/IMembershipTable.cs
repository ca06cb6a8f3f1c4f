using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// Where the silos of a cluster find each other. Here they are in one process and find each other there: a table that is registered is never asked.
/// </summary>
public interface IMembershipTable
{
    Task InitializeMembershipTable(bool tryInitTableVersion);

    Task DeleteMembershipTableEntries(string clusterId);

    Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate);

    Task<MembershipTableData> ReadRow(SiloAddress key);

    Task<MembershipTableData> ReadAll();

    Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion);

    Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion);

    Task UpdateIAmAlive(MembershipEntry entry);
}

/// <summary>A version of the whole table.</summary>
public sealed class TableVersion(int version, string eTag)
{
    public int Version { get; } = version;

    public string VersionEtag { get; } = eTag;

    public TableVersion Next() => new(Version + 1, VersionEtag);
}

/// <summary>What was read at one version.</summary>
public sealed class MembershipTableData
{
    public MembershipTableData(List<Tuple<MembershipEntry, string>> list, TableVersion version) => (Members, Version) = (list, version);

    public MembershipTableData(Tuple<MembershipEntry, string> tuple, TableVersion version) => (Members, Version) = ([tuple], version);

    public MembershipTableData(TableVersion version) => (Members, Version) = ([], version);

    public IReadOnlyList<Tuple<MembershipEntry, string>> Members { get; }

    public TableVersion Version { get; }
}

/// <summary>One silo in the table.</summary>
public sealed class MembershipEntry
{
    public SiloAddress SiloAddress { get; set; } = null!;

    public SiloStatus Status { get; set; }

    public List<Tuple<SiloAddress, DateTime>> SuspectTimes { get; set; } = [];

    public int ProxyPort { get; set; }

    public string HostName { get; set; } = "";

    public string SiloName { get; set; } = "";

    public string RoleName { get; set; } = "";

    public int UpdateZone { get; set; }

    public int FaultZone { get; set; }

    public DateTime StartTime { get; set; }

    public DateTime IAmAliveTime { get; set; }
}
