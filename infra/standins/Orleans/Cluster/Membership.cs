using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>The stages of a silo as the others see them.</summary>
[GenerateSerializer]
public enum SiloStatus
{
    None = 0,
    Created = 1,
    Joining = 2,
    Active = 3,
    ShuttingDown = 4,
    Stopping = 5,
    Dead = 6,
}

/// <summary>Questions about a status.</summary>
public static class SiloStatusExtensions
{
    public static bool IsTerminating(this SiloStatus siloStatus) => siloStatus is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead;
}

/// <summary>One silo of the cluster.</summary>
[GenerateSerializer, Immutable]
public sealed class ClusterMember(SiloAddress siloAddress, SiloStatus status, string name) : IEquatable<ClusterMember>
{
    [Id(0)]
    public SiloAddress SiloAddress { get; } = siloAddress;

    [Id(1)]
    public SiloStatus Status { get; } = status;

    [Id(2)]
    public string Name { get; } = name;

    public bool Equals(ClusterMember? other) => other is not null && SiloAddress.Equals(other.SiloAddress) && Status == other.Status && Name == other.Name;

    public override bool Equals(object? obj) => Equals(obj as ClusterMember);

    public override int GetHashCode() => SiloAddress.GetHashCode();

    public override string ToString() => $"{SiloAddress}/{Name}/{Status}";
}

/// <summary>The members of the cluster at one version.</summary>
[GenerateSerializer, Immutable]
public sealed class ClusterMembershipSnapshot(ImmutableDictionary<SiloAddress, ClusterMember> members, MembershipVersion version)
{
    [Id(0)]
    public ImmutableDictionary<SiloAddress, ClusterMember> Members { get; } = members;

    [Id(1)]
    public MembershipVersion Version { get; } = version;

    /// <summary><see cref="SiloStatus.None"/> for a silo never seen; <see cref="SiloStatus.Dead"/> for one whose successor was.</summary>
    public SiloStatus GetSiloStatus(SiloAddress silo)
    {
        if (Members.TryGetValue(silo, out var member))
        {
            return member.Status;
        }

        return Members.Keys.Any(known => known.IsSuccessorOf(silo)) ? SiloStatus.Dead : SiloStatus.None;
    }

    public SiloStatus GetSiloStatus(SiloAddress silo, MembershipVersion seenAtVersion)
        => GetSiloStatus(silo) is var status && status == SiloStatus.None && Version > seenAtVersion ? SiloStatus.Dead : status;

    public ClusterMembershipUpdate CreateUpdate(ClusterMembershipSnapshot previous)
    {
        var changes = Members.Values.Where(member => !previous.Members.TryGetValue(member.SiloAddress, out var old) || old.Status != member.Status)
            .Concat(previous.Members.Values.Where(old => !Members.ContainsKey(old.SiloAddress)).Select(old => new ClusterMember(old.SiloAddress, SiloStatus.Dead, old.Name)));
        return new ClusterMembershipUpdate(this, [.. changes]);
    }

    public ClusterMembershipUpdate AsUpdate() => new(this, [.. Members.Values]);

    public override string ToString() => $"[Version: {Version}, {string.Join(", ", Members.Values)}]";
}

/// <summary>A snapshot and what is new in it.</summary>
[GenerateSerializer, Immutable]
public sealed class ClusterMembershipUpdate(ClusterMembershipSnapshot snapshot, ImmutableArray<ClusterMember> changes)
{
    [Id(0)]
    public ImmutableArray<ClusterMember> Changes { get; } = changes;

    [Id(1)]
    public ClusterMembershipSnapshot Snapshot { get; } = snapshot;

    public bool HasChanges => !Changes.IsDefaultOrEmpty;
}

/// <summary>The members of the cluster as this silo knows them.</summary>
public interface IClusterMembershipService
{
    ClusterMembershipSnapshot CurrentSnapshot { get; }

    /// <summary>The present snapshot, then every later one.</summary>
    IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates { get; }

    ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default);

    /// <summary>Declares a silo dead.</summary>
    Task<bool> TryKill(SiloAddress siloAddress);
}

/// <summary>Is told when a silo changes its status.</summary>
public interface ISiloStatusListener
{
    void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status);
}

/// <summary>The status of silos as this silo knows it.</summary>
public interface ISiloStatusOracle
{
    SiloStatus CurrentStatus { get; }

    string SiloName { get; }

    SiloAddress SiloAddress { get; }

    SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress);

    Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false);

    SiloAddress[] GetActiveSilos();

    bool TryGetSiloName(SiloAddress siloAddress, out string? siloName);

    bool IsFunctionalDirectory(SiloAddress siloAddress);

    bool IsDeadSilo(SiloAddress silo);

    bool SubscribeToSiloStatusEvents(ISiloStatusListener observer);

    bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer);
}

/// <summary>Who this silo is.</summary>
public interface ILocalSiloDetails
{
    string Name { get; }

    string ClusterId { get; }

    string DnsHostName { get; }

    SiloAddress SiloAddress { get; }

    SiloAddress GatewayAddress { get; }
}
