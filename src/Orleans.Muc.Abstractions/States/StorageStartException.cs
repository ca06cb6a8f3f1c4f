namespace Orleans.Muc.Abstractions.States;

/// <summary>The storage can't be used as it is. The message is one sentence for the operator: what is wrong with which file, and what to do.</summary>
public sealed class StorageStartException(string message, Exception? cause = null) : Exception(message, cause);
