using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sasl;

/// <summary>One login by one mechanism: takes the client's messages in order until it replies with success or failure.</summary>
internal interface ISaslExchange
{
    /// <summary>Judges a message. Throws only when the server is at fault.</summary>
    ValueTask<SaslReply> Receive(ReadOnlyMemory<byte> message);
}

/// <summary>The server's turn in a login.</summary>
internal abstract record SaslReply
{
    private SaslReply()
    {
    }

    /// <summary>The client has to answer <paramref name="Data"/>.</summary>
    public sealed record Challenge(byte[] Data) : SaslReply;

    /// <summary>The client is the account (a bare JID); <paramref name="Data"/> proves the server to it, null when the mechanism has no such proof.</summary>
    public sealed record Success(Jid Account, byte[]? Data) : SaslReply;

    public sealed record Failure(SaslError Error) : SaslReply;

    public static SaslReply Fail(SaslError error) => new Failure(error);
}
