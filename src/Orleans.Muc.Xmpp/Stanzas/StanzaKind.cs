namespace Orleans.Muc.Xmpp;

/// <summary>The three kinds of stanza (RFC 6120 §8.2). The numbers are stored and never change.</summary>
public enum StanzaKind
{
    Message = 0,
    Presence = 1,
    Iq = 2,
}
