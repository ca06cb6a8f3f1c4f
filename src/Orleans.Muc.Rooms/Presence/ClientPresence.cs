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

    internal bool Says(ClientPresence other) =>
        ReferenceEquals(this, other) || (Lang == other.Lang && Payload.ToArray().AsSpan().SequenceEqual(other.Payload.ToArray()));
}

/// <summary>What a presence the room once encoded says, apart from standing and address.</summary>
/// <param name="Own">The client's part: what remains when the room's own marks are gone. Language is lost, so a text keeps the one it is marked with.</param>
/// <param name="Hats">The hats it shows; empty without any.</param>
internal readonly record struct ShownPresence(ClientPresence Own, Payload Hats)
{
    public static ShownPresence Of(EncodedStanza encoded)
    {
        var xml = new byte[encoded.Length];
        encoded.Head.CopyTo(xml);
        encoded.Tail.CopyTo(xml.AsMemory(encoded.Head.Length));
        var children = Element.Parse(xml).Children.ToArray();
        var own = Array.FindAll(children, child => child.Namespace is not (Ns.MucUser or Ns.OccupantId or Ns.Hats));
        var hats = Array.FindAll(children, child => child.Namespace == Ns.Hats);
        return new ShownPresence(own.Length == 0 ? ClientPresence.Plain : new ClientPresence(Payload.Of(own), null), Payload.Of(hats));
    }
}
