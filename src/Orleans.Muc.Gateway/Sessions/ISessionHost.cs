using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Sessions;

/// <summary>
/// Where bound streams belong. One connection calls it in order: <see cref="Opened"/>, any number of <see cref="Receive"/>, <see cref="Closed"/>.
/// </summary>
internal interface ISessionHost
{
    /// <summary>
    /// Takes in a session whose full JID has been computed; the client is told only when this is done (RFC 6120 §7.6). A fault is answered
    /// <c>internal-server-error</c> and the session never existed: <see cref="Closed"/> is not called for it.
    /// </summary>
    ValueTask<BoundSession> Opened(Session session);

    /// <summary>
    /// Takes one stanza, <c>from</c> stamped with the full JID. Nothing more is read from the socket until it completes (back-pressure).
    /// MUST NOT throw for bad input.
    /// </summary>
    ValueTask Receive(Session session, Stanza stanza);

    /// <summary>
    /// The stream is over, in order or because the link to the client broke; called exactly once. Completes when the rooms have taken the exits, after 2 s at most, those of <see cref="Stopping"/> included; the end tag leaves afterwards.
    /// </summary>
    Task Closed(Session session, bool linkBroke);

    /// <summary>
    /// The service is being shut down; streams are closed afterwards. Completes when sessions have been seen out of their rooms, after 2 s at most, or when it is cancelled. Sessions
    /// are told no more of others who leave.
    /// </summary>
    Task Stopping(CancellationToken cancellation);
}
