namespace Orleans.Muc.Gateway.Listening;

/// <summary>The gateway can't start; the message is one sentence for whoever configures it.</summary>
public sealed class GatewayStartException(string message, Exception? inner = null) : Exception(message, inner);
