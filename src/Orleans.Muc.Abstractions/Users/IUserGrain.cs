using Orleans.Concurrency;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Users;

/// <summary>A user, keyed by the account's bare JID: roster, bound resources, and what is addressed to them (RFC 6121).</summary>
[Alias("muc.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>A session took its resource. An older session with the same full JID is closed with <c>conflict</c>, wherever it is (RFC 6120 §7.7.2.2).</summary>
    [Alias("Bind")]
    Task Bind(BoundSession session);

    /// <summary>A session is over; when it was available, the account's other resources are told.</summary>
    [Alias("Unbind")]
    Task Unbind(string session);

    /// <summary>A stanza of the user's own session, to the own account or to another user. Answers travel on the stream.</summary>
    [Alias("Take")]
    Task Take(UserCall call);

    /// <summary>A stanza for this user from somebody else; its <c>to</c> is the bare or a full JID. What can't be delivered is answered as RFC 6121 §8.5 says.</summary>
    [Alias("Deliver")]
    Task Deliver(Stanza stanza);

    /// <summary>Silos are gone: sessions that hung on them end, and the others are told.</summary>
    [OneWay, Alias("SilosLost")]
    Task SilosLost();

    /// <summary>The account is gone: all sessions are told so, and from now on nothing is kept for it. Waits for nobody.</summary>
    [Alias("Remove")]
    Task Remove();

    /// <summary>
    /// Deletes what a removed account leaves behind, beside the grain's turns: false when that takes longer than a call may, and when a session is not over yet; to be asked again until it is
    /// true.
    /// </summary>
    [AlwaysInterleave, Alias("Forget")]
    Task<bool> Forget();
}

[GenerateSerializer, Immutable, Alias("muc.user-call")]
public sealed record UserCall([property: Id(0)] BoundSession By, [property: Id(1)] Stanza Stanza);
