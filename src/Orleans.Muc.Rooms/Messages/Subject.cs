using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The subject of a room (XEP-0045 §8.1) and who set it.</summary>
/// <param name="Text">The text; empty when the subject was cleared.</param>
/// <param name="By">The nickname of who set it, at that time.</param>
/// <param name="OccupantId">The occupant id of who set it (XEP-0421).</param>
/// <param name="At">When it was set.</param>
/// <param name="Id">The stanza id of the message that set it (XEP-0359).</param>
/// <param name="Xml">The payload of that message as it was reflected: its children as UTF-8.</param>
public sealed record Subject(string? Text, Nick By, string? OccupantId, DateTimeOffset At, StanzaId Id, byte[] Xml)
{
    /// <summary>The session that set it, "" when unknown.</summary>
    public string Session { get; init; } = "";

    /// <summary>The number of the stanza within that session, 0 when unknown.</summary>
    public long Counter { get; init; }
}
