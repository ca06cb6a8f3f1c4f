namespace Orleans.Muc.Xmpp;

/// <summary>Input that no XMPP entity may send, with the stream error it deserves (RFC 6120 §4.9.3). The stream can't be read on.</summary>
public sealed class XmppXmlException(StreamErrorCondition condition, string message) : Exception(message)
{
    public StreamErrorCondition Condition { get; } = condition;
}
