using System.Collections.Immutable;
using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0486 §3.2: an owner gives the room a vCard, and in it an avatar, or takes it away.</summary>
internal static class PublishingCard
{
    public static Decision Decide(Room room, PublishCard request)
    {
        // §6: owners only, the service's admins among them.
        if (!room.Configuration.Allows(Privilege.Configure, Role.None, room.AffiliationOf(request.By.FullJid.Bare)))
            return StanzaError.Forbidden("A room's vCard is for its owners to set.");
        var xml = request.Stanza!.Payload.Find("vCard", Ns.VCard)!.Value.Xml.ToArray();
        if (xml.Length > room.Rules.MaxCardBytes)
            return StanzaError.PolicyViolation(string.Create(CultureInfo.InvariantCulture, $"A room's vCard has {room.Rules.MaxCardBytes} bytes at most."));
        if (!RoomCard.TryRead(xml, out var card, out var refusal))
            return refusal;
        var isSame = card is null ? room.Card is null : room.Card is { } old && old.Xml.AsSpan().SequenceEqual(card.Xml);
        return isSame ? new Decision().Answer() : new Decision().Answer().Then(new CardChanged(card));
    }

    /// <summary>
    /// §3.2: 104 to everybody. Decision: before it the presence of §5.2, which clients knew before there was this specification.
    /// </summary>
    public static void Announce(Turn turn, RoomCard? before)
    {
        var room = turn.Room;
        if (!Hashes(before).SequenceEqual(Hashes(room.Card)))
            turn.ToOccupants(new Variant(Recipients.Everybody, Presence(room)));
        Announcements.Notice(turn, StatusCode.ConfigurationChanged);
    }

    /// <summary>
    /// §5.2: presence of the room itself, for newcomers. Null without an avatar: then there is nothing to say, and clients that take it for an occupant without a nickname are spared.
    /// </summary>
    public static EncodedStanza? ForNewcomer(Room room) => Hashes(room.Card).IsEmpty ? null : Presence(room);

    public static ImmutableArray<string> Hashes(RoomCard? card) => card?.Hashes ?? [];

    /// <summary>XEP-0153 §4.1: an empty <c>photo</c> says that there is no image; it has room for one hash.</summary>
    private static EncodedStanza Presence(Room room)
    {
        var x = new Element("x", Ns.VCardUpdate).Add("photo", Hashes(room.Card).FirstOrDefault());
        return new Stanza(StanzaKind.Presence, Payload.Of(x)) { From = room.Jid }.Encode();
    }
}
