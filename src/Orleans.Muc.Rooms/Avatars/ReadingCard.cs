using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0486 §3.4: anybody who may discover the room may read its vCard.</summary>
internal static class ReadingCard
{
    /// <summary>XEP-0054 §3.1: without a vCard, item-not-found; service-unavailable would say that rooms have none (XEP-0486 §3.2).</summary>
    public static Decision Decide(Room room, ReadCard request) =>
        room.Card is { } card
            ? new Decision().Say(turn => turn.ToAsker(request.Stanza!.Result() with { Payload = Payload.Parse(card.Xml), To = request.By.FullJid }))
            : StanzaError.ItemNotFound();
}
