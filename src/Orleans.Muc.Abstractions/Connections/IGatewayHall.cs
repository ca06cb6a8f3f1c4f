using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Connections;

/// <summary>
/// The hall of a gateway: one per silo, shared by its connection grains. It keeps the view of rooms, so that a deactivated connection grain
/// or a hiccup of the grain directory loses nothing. No method may block, await a room or await a socket.
/// </summary>
public interface IGatewayHall
{
    /// <summary>Shows an event to the sessions of a shard it concerns, in the order of the calls.</summary>
    void Show(int shard, GatewayEvent happening);

    RoomReport ReportRoom(int shard, Jid room);

    BoundSession[] ReportSessions(int shard, Jid account);

    /// <summary>Silos are gone: rooms that were fed from there are woken elsewhere.</summary>
    void SilosLost(IReadOnlyCollection<SiloAddress> silos);
}
