using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>A row of the affiliation list. One with <see cref="Affiliation.None"/> and no nickname means that the row is to be deleted.</summary>
/// <param name="Jid">Whose row it is: a bare JID, or a domain when all of its users are banned.</param>
/// <param name="Affiliation">The standing.</param>
/// <param name="ReservedNick">The nickname nobody else may use; null without one.</param>
/// <param name="Reason">Why, in the words of the admin who made the row; null without one.</param>
public sealed record Member(Jid Jid, Affiliation Affiliation, Nick? ReservedNick, string? Reason)
{
    /// <summary>
    /// The last message the holder of <see cref="ReservedNick"/> is known to have been shown, to go on from when they come back; null when they never were here. It goes with the nickname.
    /// </summary>
    public StanzaId? LastShown { get; init; }

    internal bool IsDeletion => Affiliation == Affiliation.None && ReservedNick is null;
}
