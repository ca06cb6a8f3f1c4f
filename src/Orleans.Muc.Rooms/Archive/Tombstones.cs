using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>What takes the place of a message in the archive when it is taken back (XEP-0424 §5, XEP-0425 §4; XEP-0313 §2.2: its id, its time and its author stay).</summary>
public static class Tombstones
{
    /// <summary>The id of the message that this one takes back; null when it takes nothing back.</summary>
    public static StanzaId? TakenBackBy(PastMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Retraction.In(message)?.Of;
    }

    /// <summary>The tombstone; null when the one message doesn't take back the other, or is not allowed to.</summary>
    /// <param name="retracting">The message that takes back.</param>
    /// <param name="retracted">The message as it was reflected.</param>
    public static PastMessage? Of(PastMessage retracting, PastMessage retracted)
    {
        ArgumentNullException.ThrowIfNull(retracting);
        ArgumentNullException.ThrowIfNull(retracted);
        return Retraction.In(retracting) is { } retraction && retraction.Of == retracted.Id && retraction.Counts(retracting, retracted)
            ? retraction.Tombstone(retracting, retracted)
            : null;
    }
}
