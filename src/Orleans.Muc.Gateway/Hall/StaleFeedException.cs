using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Hall;

/// <summary>An activation of a room that has been replaced still sends: its gateway knows the later one. It ends when it hears of this.</summary>
internal sealed class StaleFeedException(Jid room, long epoch, long current)
    : InvalidOperationException($"Room {room} is fed in epoch {current}; epoch {epoch} is over.");
