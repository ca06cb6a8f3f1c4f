namespace Orleans.Muc.Gateway.Connections;

/// <summary>How well a connection is protected. Changes once, when TLS is negotiated.</summary>
/// <param name="Encrypted">Whether TLS stands.</param>
/// <param name="EndPoint">Data for the channel binding <c>tls-server-end-point</c> (RFC 5929 §4), null when there is none.</param>
internal sealed record LinkSecurity(bool Encrypted, byte[]? EndPoint)
{
    public static LinkSecurity None { get; } = new(false, null);
}
