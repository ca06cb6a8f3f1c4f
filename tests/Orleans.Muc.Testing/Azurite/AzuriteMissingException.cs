namespace Orleans.Muc.Testing;

/// <summary>The emulator can't be run on this machine.</summary>
public sealed class AzuriteMissingException(string reason) : Exception($"Skipped, since Azurite can't be run here: {reason}.");
