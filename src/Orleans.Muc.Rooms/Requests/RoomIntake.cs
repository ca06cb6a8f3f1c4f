using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The door of a room: a stanza becomes a request. What makes no sense becomes <see cref="Malformed"/>, which the room answers.</summary>
public static class RoomIntake
{
    /// <param name="stanza">Addressed to the room or to an occupant of it; its <c>from</c> is that of <paramref name="by"/>.</param>
    /// <param name="by">Whose stanza it is.</param>
    /// <param name="counter">The number of the stanza within its session, from 1.</param>
    public static RoomRequest Read(Stanza stanza, Visit by, long counter)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        ArgumentNullException.ThrowIfNull(by);

        // What is never answered goes in without its stanza.
        if (stanza.Kind != StanzaKind.Iq && Undelivered.Says(stanza))
            return new VisitLost(by);
        var request = stanza.Kind switch
        {
            StanzaKind.Iq when IsAnswer(stanza) && stanza.To?.Resourcepart is not null => new OccupantAnswer(by),
            _ when IsAnswer(stanza) => new Ignored(by),
            _ when stanza.To is null => new Malformed(by, StanzaError.JidMalformed()),
            StanzaKind.Presence => PresenceIntake.Read(stanza, by),
            StanzaKind.Message => MessageIntake.Read(stanza, by),
            _ => QueryIntake.Read(stanza, by),
        };
        return request with { Stanza = stanza, Counter = counter };
    }

    /// <summary>RFC 6120 §8.2.3 and §8.3.1: results and errors are never answered.</summary>
    private static bool IsAnswer(Stanza stanza) => stanza.Type == "error" || (stanza.Kind == StanzaKind.Iq && stanza.Type == "result");
}

/// <summary>Presence to a room (XEP-0045 §17.3).</summary>
internal static class PresenceIntake
{
    public static RoomRequest Read(Stanza stanza, Visit by)
    {
        switch (stanza.Type)
        {
            case "unavailable":
                return new Exit(by);
            case "probe" when stanza.To!.Resourcepart is { } probed:
                return Nick.TryParse(probed, out var other) ? new Probe(by, other) : new Malformed(by, StanzaError.JidMalformed());
            case not null:
                // §17.3: no other type enters or exits.
                return new Ignored(by);
        }

        // §17.1: nicknames that aren't fit for people to read are refused at the door.
        Nick? nick = null;
        if (stanza.To!.Resourcepart is { } resource && !Nick.TryParse(resource, out nick))
            return new Malformed(by, StanzaError.JidMalformed());
        if (stanza.Payload.Find("x", Ns.Muc) is not { } join)
            return new ChangePresence(by, nick);

        // §7.2.1: without a nickname, jid-malformed.
        if (nick is null)
            return new Malformed(by, StanzaError.JidMalformed());
        var x = join.Parse();
        return new Enter(by, nick, x.Child("password", Ns.Muc)?.Text, HistoryIntake.Read(x.Child("history", Ns.Muc)))
        {
            Follow = x.Child("mav", Ns.MucAffiliations) is { } mav ? new FollowAffiliations(mav["since"]) : null,
        };
    }
}

/// <summary>What a newcomer wants of the history (XEP-0045 §7.2.14); null from one who doesn't say. What can't be read does not limit.</summary>
internal static class HistoryIntake
{
    public static HistoryLimits? Read(Element? history) => history is null
        ? null
        : new HistoryLimits(Number(history["maxchars"]), Number(history["maxstanzas"]), Number(history["seconds"]), Time(history["since"]));

    private static int? Number(string? text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text,
        System.Globalization.CultureInfo.InvariantCulture,
        System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal,
        out var time)
        ? time
        : null;
}

/// <summary>XEP-0045 §18.1.2: errors that say of what the room has sent that it did not arrive, so that whom it was for must be gone.</summary>
internal static class Undelivered
{
    private static readonly HashSet<string> Conditions =
        ["gone", "item-not-found", "recipient-unavailable", "redirect", "remote-server-not-found", "remote-server-timeout"];

    public static bool Says(Stanza stanza) =>
        stanza.Type == "error"
        && stanza.Payload.Element("error", Ns.Client) is { } error
        && error.Children.Any(child => child.Namespace == Ns.Stanzas && Conditions.Contains(child.Name));
}
