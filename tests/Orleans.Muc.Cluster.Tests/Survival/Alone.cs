namespace Orleans.Muc.Cluster.Tests.Survival;

/// <summary>What is measured and keeps a machine busy, or hears all that the process does: nothing else runs beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
