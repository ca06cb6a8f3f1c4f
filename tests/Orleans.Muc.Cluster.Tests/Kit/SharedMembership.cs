using System.Globalization;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>
/// Where the silos of a test cluster find each other, outside all of them: any one may be killed. What a silo that is cut off writes does not get through, so that its
/// death is found by the others' probes and not announced by itself.
/// </summary>
internal sealed class SharedMembership
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, (MembershipEntry Entry, string Etag)> _rows = [];
    private int _version;
    private long _etag;

    private TableVersion Version => new(_version, _version.ToString(CultureInfo.InvariantCulture));

    /// <summary>The table as one silo sees it.</summary>
    public IMembershipTable Through(Func<bool> isCut) => new View(this, isCut);

    private MembershipTableData Read(Func<SiloAddress, bool> wanted)
    {
        lock (_gate)
            return new MembershipTableData([.. _rows.Where(row => wanted(row.Key)).Select(row => Tuple.Create(Copy(row.Value.Entry), row.Value.Etag))], Version);
    }

    private bool Write(MembershipEntry entry, string? etag, TableVersion version)
    {
        lock (_gate)
        {
            var known = _rows.TryGetValue(entry.SiloAddress, out var row) ? row.Etag : null;
            if (known != etag || version.VersionEtag != Version.VersionEtag)
                return false;
            _version++;
            _rows[entry.SiloAddress] = (Copy(entry), NextEtag());
            return true;
        }
    }

    private void Touch(MembershipEntry entry)
    {
        lock (_gate)
        {
            if (_rows.TryGetValue(entry.SiloAddress, out var row))
                row.Entry.IAmAliveTime = entry.IAmAliveTime;
        }
    }

    private void Forget(Func<MembershipEntry, bool> isOld)
    {
        lock (_gate)
        {
            foreach (var silo in _rows.Where(row => isOld(row.Value.Entry)).Select(row => row.Key).ToArray())
                _rows.Remove(silo);
        }
    }

    private string NextEtag() => (++_etag).ToString(CultureInfo.InvariantCulture);

    private static MembershipEntry Copy(MembershipEntry entry) => new()
    {
        SiloAddress = entry.SiloAddress,
        Status = entry.Status,
        SuspectTimes = [.. entry.SuspectTimes ?? []],
        ProxyPort = entry.ProxyPort,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        StartTime = entry.StartTime,
        IAmAliveTime = entry.IAmAliveTime,
    };

    /// <summary>A silo that is cut off believes that what it writes was written: otherwise it would try for ever, and not go.</summary>
    private sealed class View(SharedMembership table, Func<bool> isCut) : IMembershipTable
    {
        public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

        public Task DeleteMembershipTableEntries(string clusterId)
        {
            table.Forget(_ => true);
            return Task.CompletedTask;
        }

        public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
        {
            table.Forget(entry => entry.Status == SiloStatus.Dead && entry.IAmAliveTime < beforeDate.UtcDateTime);
            return Task.CompletedTask;
        }

        public Task<MembershipTableData> ReadRow(SiloAddress key) => Task.FromResult(table.Read(key.Equals));

        public Task<MembershipTableData> ReadAll() => Task.FromResult(table.Read(_ => true));

        public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => Task.FromResult(isCut() || table.Write(entry, null, tableVersion));

        public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => Task.FromResult(isCut() || table.Write(entry, etag, tableVersion));

        public Task UpdateIAmAlive(MembershipEntry entry)
        {
            if (!isCut())
                table.Touch(entry);
            return Task.CompletedTask;
        }
    }
}
