using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>
/// Reaches users who are mentioned in a room while they are away, by whatever means, such as a push service. One per silo, called for one mention at a time; a call that fails is not
/// repeated, and one that takes more than 10 s is given up: it is cancelled, and the next begins beside it if it goes on all the same. When it can't keep up, the oldest mentions are dropped.
/// </summary>
public interface IAwayNotifier
{
    /// <param name="mention">Whom to tell of what. The message is stored already, where messages are.</param>
    /// <param name="cancellation">The call is given up, or the silo stops.</param>
    Task Mentioned(Mention mention, CancellationToken cancellation);
}

/// <summary>A user was mentioned in a room without being there.</summary>
/// <param name="Room">The bare JID of the room.</param>
/// <param name="User">The bare JID of the user, who has a nickname reserved in the room.</param>
/// <param name="Message">The id the room gave the message (XEP-0359).</param>
/// <param name="Author">The nickname of who said it.</param>
/// <param name="Body">What they said.</param>
public sealed record Mention(Jid Room, Jid User, StanzaId Message, Nick Author, string Body);

/// <summary>Nobody is reached. What stands in where no other is registered.</summary>
public sealed class NoAwayNotifier : IAwayNotifier
{
    public Task Mentioned(Mention mention, CancellationToken cancellation) => Task.CompletedTask;
}
