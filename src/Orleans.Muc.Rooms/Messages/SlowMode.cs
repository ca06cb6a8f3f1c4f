using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0500: how often one user may speak, by whichever session or nickname. Counted for as long as the room is in memory.</summary>
internal static class SlowMode
{
    /// <summary>§6: only messages with a body count, and admins and owners are not held up.</summary>
    public static StanzaError? Refusal(Room room, Occupant speaker, Payload payload, Moment moment)
    {
        var seconds = room.Configuration.SlowModeDuration;
        if (seconds == 0 || speaker.Affiliation >= Affiliation.Admin || payload.Find("body", Ns.Client) is null)
            return null;
        if (room.Speakers.TryBegin(speaker.BareJid.ToString(), moment.Now, TimeSpan.FromSeconds(seconds)))
            return null;
        var wait = string.Create(CultureInfo.InvariantCulture, $"This room is in slow mode: wait {seconds} seconds between two messages.");
        return StanzaError.PolicyViolation(wait) with { Type = StanzaErrorType.Wait };
    }
}
