using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>A message as the room reflected and logged it.</summary>
/// <param name="Id">Its stanza id (XEP-0359), which is also its place in the log.</param>
/// <param name="Nick">The sender's nickname at that time.</param>
/// <param name="Sender">The sender's full JID.</param>
/// <param name="Session">The session it came from.</param>
/// <param name="Counter">The number of the stanza within that session.</param>
/// <param name="Served">Whether it is part of the discussion history; if not, it is kept only to be replayed after a failure.</param>
/// <param name="Stanza">What every occupant received.</param>
public sealed record PastMessage(StanzaId Id, Nick Nick, Jid Sender, string Session, long Counter, bool Served, EncodedStanza Stanza)
{
    /// <summary>What full text finds it by, where there is any; null for nothing.</summary>
    public string? Text { get; init; }
}
