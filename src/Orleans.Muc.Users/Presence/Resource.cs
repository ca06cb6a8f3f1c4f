using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>
/// A bound session of an account (RFC 6121 §1.3: a connected resource, and an available one once it has sent presence).
/// </summary>
/// <param name="Session">Unique id of the session.</param>
/// <param name="FullJid">The address it has bound.</param>
/// <param name="Connection">Key of the connection grain through which it is reached.</param>
/// <param name="Bound">Order of the binds: of two sessions with one address the greater is the newer.</param>
public sealed record Resource(string Session, Jid FullJid, string Connection, long Bound)
{
    /// <summary>The last presence it broadcast, from its full JID and to nobody; null while it is not available.</summary>
    public Stanza? Presence { get; init; }

    /// <summary>It asked for the roster, so it wants pushes (RFC 6121 §2.1.6).</summary>
    public bool Interested { get; init; }

    public bool IsAvailable => Presence is not null;

    /// <summary>RFC 6121 §4.7.2.3: -128 to 127, and 0 when the presence names none or something else.</summary>
    public int Priority =>
        sbyte.TryParse(Presence?.Payload.Element("priority", Ns.Client)?.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority)
            ? priority
            : 0;
}
