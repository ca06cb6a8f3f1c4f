namespace Orleans.Runtime;

/// <summary>Where an activation of a grain lives.</summary>
[Immutable, GenerateSerializer]
public sealed class GrainAddress : IEquatable<GrainAddress>
{
    [Id(0)]
    public GrainId GrainId { get; init; }

    [Id(1)]
    public ActivationId ActivationId { get; init; }

    [Id(2)]
    public SiloAddress? SiloAddress { get; init; }

    [Id(3)]
    public MembershipVersion MembershipVersion { get; init; } = MembershipVersion.MinValue;

    public bool IsComplete => !GrainId.IsDefault && !ActivationId.IsDefault && SiloAddress is not null;

    /// <summary>Whether both mean the same activation, whatever version they were seen at.</summary>
    public bool Matches(GrainAddress? other) => other is not null && GrainId == other.GrainId && ActivationId == other.ActivationId && Equals(SiloAddress, other.SiloAddress);

    public bool Equals(GrainAddress? other) => Matches(other) && MembershipVersion == other!.MembershipVersion;

    public override bool Equals(object? obj) => Equals(obj as GrainAddress);

    public override int GetHashCode() => HashCode.Combine(SiloAddress, GrainId, ActivationId);

    public override string ToString() => $"[{SiloAddress} {GrainId}{ActivationId}]";

    public string ToFullString() => $"[{SiloAddress} {GrainId}{ActivationId} {MembershipVersion}]";
}
