using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What a client says about itself in a presence: availability, capabilities and the like, without anything only a room may say.</summary>
/// <param name="Payload">The children, cleaned (XEP-0045 §17.3).</param>
/// <param name="Lang">The language of its texts.</param>
public sealed record ClientPresence(Payload Payload, string? Lang)
{
    /// <summary>A presence that says nothing but that its sender is there.</summary>
    public static ClientPresence Plain { get; } = new(Payload.Empty, null);

    internal static ClientPresence Of(Stanza? stanza, Jid room)
    {
        if (stanza is null || stanza.Payload.Children.Count == 0)
            return Plain;
        var own = stanza.Payload.Without(child => ForgedMarks.IsForged(child, room) || child.Namespace == Ns.Muc);
        return own.Children.Count == 0 ? Plain : new ClientPresence(own, stanza.Lang);
    }

    /// <summary>
    /// Takes the client's part out of a presence the room once encoded: what remains when the room's own marks are gone. Language is lost,
    /// so a text keeps the one it is marked with.
    /// </summary>
    internal static ClientPresence Of(EncodedStanza encoded)
    {
        var xml = new byte[encoded.Length];
        encoded.Head.CopyTo(xml);
        encoded.Tail.CopyTo(xml.AsMemory(encoded.Head.Length));
        var own = Element.Parse(xml).Children.Where(child => child.Namespace is not (Ns.MucUser or Ns.OccupantId)).ToArray();
        return own.Length == 0 ? Plain : new ClientPresence(Payload.Of(own), null);
    }

    internal bool Says(ClientPresence other) =>
        ReferenceEquals(this, other) || (Lang == other.Lang && Payload.ToArray().AsSpan().SequenceEqual(other.Payload.ToArray()));
}
