namespace Orleans.Muc.Host;

/// <summary>The program can't start; the message is one sentence for whoever configures it.</summary>
internal sealed class HostStartException(string message, Exception? inner = null) : Exception(message, inner);
