using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The errors of XEP-0050 §4.4 that have a condition of their own.</summary>
internal static class CommandErrors
{
    /// <summary>There is no such action.</summary>
    public static StanzaError MalformedAction() => BadRequest("malformed-action");

    /// <summary>The action is not possible at this point.</summary>
    public static StanzaError BadAction() => BadRequest("bad-action");

    /// <summary>The form lacks something, or holds what it can't.</summary>
    public static StanzaError BadPayload() => BadRequest("bad-payload");

    /// <summary>The session is none of this user's, or not of this command.</summary>
    public static StanzaError BadSession() => BadRequest("bad-sessionid");

    /// <summary>The session is over.</summary>
    public static StanzaError SessionExpired() => StanzaError.NotAllowed() with { Application = new Element("session-expired", Ns.Commands) };

    private static StanzaError BadRequest(string condition) => StanzaError.BadRequest() with { Application = new Element(condition, Ns.Commands) };
}
