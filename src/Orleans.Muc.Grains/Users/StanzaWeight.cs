using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>What a stanza that waits takes of the memory.</summary>
internal static class StanzaWeight
{
    /// <summary>Its addresses and what holds it.</summary>
    private const int Frame = 512;

    /// <summary>In bytes, roughly.</summary>
    public static int Of(Stanza stanza) => Frame + stanza.Payload.Length + (stanza.Id?.Length ?? 0);
}
