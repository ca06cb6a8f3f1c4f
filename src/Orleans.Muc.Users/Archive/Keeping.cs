using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>Which messages are worth an archive (XEP-0313 §6.1.1), whoever they are from.</summary>
public static class Keeping
{
    /// <summary>XEP-0380: what says that the content is encrypted, and so not in a body.</summary>
    private const string Encryption = "urn:xmpp:eme:0";

    /// <summary>
    /// §6.1.1: what is said, of type normal or chat. Decision: no headlines (§6.1.1: not generally suggested), no groupchat (it MAY be left out, and rooms have archives of their own), no errors.
    /// Decision: private messages of rooms are in no user's archive, though §6.1.1 says they SHOULD be: they go with everything else of the room, in the order of its sequence, from the room to
    /// the session, and the account's grain, which stores, never sees them; a detour through it would break that order.
    /// XEP-0334 §4: hints of the sender decide before the content and the type do. XEP-0424 §5: a retraction MUST be stored, whatever its hints say.
    /// </summary>
    public static bool IsWorth(Stanza message)
    {
        ArgumentNullException.ThrowIfNull(message);
        // RFC 6121 §5.2.2: a type that it doesn't define counts as normal.
        if (message.Kind != StanzaKind.Message || message.Type is "groupchat" or "error")
            return false;
        var payload = message.Payload;
        if (payload.Find("retract", Ns.Retraction) is not null)
            return true;
        if (payload.Find("no-store", Ns.Hints) is not null || payload.Find("no-permanent-store", Ns.Hints) is not null)
            return false;
        // XEP-0334 §4.4: of any type but error.
        return payload.Find("store", Ns.Hints) is not null || (message.Type != "headline" && payload.Children.Any(IsContent));
    }

    /// <summary>What full text finds the message by: its bodies; null when it has none.</summary>
    public static string? TextOf(Stanza message)
    {
        ArgumentNullException.ThrowIfNull(message);
        string[] bodies = [.. message.Payload.Children.Where(child => child is { Name: "body", Namespace: Ns.Client }).Select(child => child.Parse().Text)];
        return bodies.Length == 0 ? null : string.Join('\n', bodies);
    }

    // Decision: beside a body (§6.1.1), what a client that was away needs to show a conversation as the others show it: receipts, markers, reactions and what XEP-0424 knows beside retractions,
    // what is encrypted (XEP-0380), invitations, and what a room forwards because somebody was mentioned in it (XEP-0452). A chat state is no content (XEP-0313 §3).
    private static bool IsContent(PayloadChild child) => (child.Name, child.Namespace) switch
    {
        ("body", Ns.Client) or ("subject", Ns.Client) => true,
        (_, Ns.Receipts or Ns.ChatMarkers or Ns.Reactions or Ns.Retraction or Encryption or Ns.Conference or Ns.Mentions) => true,
        ("x", Ns.MucUser) => child.Parse() is var x && (x.Child("invite", Ns.MucUser) ?? x.Child("decline", Ns.MucUser)) is not null,
        _ => false,
    };
}
