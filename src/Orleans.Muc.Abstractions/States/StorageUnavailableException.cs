namespace Orleans.Muc.Abstractions.States;

/// <summary>The storage does not answer, or is too busy to: what was asked of it may be asked again later. Whether it has written is unknown.</summary>
[GenerateSerializer, Alias("muc.StorageUnavailableException")]
public sealed class StorageUnavailableException(string message) : OrleansException(message);
