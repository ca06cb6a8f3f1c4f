namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>Towns are measured and keep a machine busy: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
