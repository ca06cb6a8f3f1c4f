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

    /// <summary>A stanza of the user's own session, to the own account or to another user. Answers travel on the stream. A repeated call archives nothing twice, and sends nothing twice from the same silo; from another one a message goes out again under the id it was stored by.</summary>
    [Alias("Take")]
    Task Take(UserCall call);

    /// <summary>
    /// A stanza for this user from somebody else; its <c>to</c> is the bare or a full JID. What can't be delivered is answered as RFC 6121 §8.5 says. Of a repeated call
    /// holds what <see cref="Take"/> says.
    /// </summary>
    [Alias("DeliverOnce")]
    Task Deliver(UserDelivery delivery);

    /// <summary>Silos are gone: sessions that hung on them end, and the others are told.</summary>
    [OneWay, Alias("SilosLost")]
    Task SilosLost();

    /// <summary>The account is gone: all sessions are told so, and from now on nothing is kept for it. Waits for no session, and for nothing that is being stored.</summary>
    [Alias("Remove")]
    Task Remove();

    /// <summary>
    /// Deletes what a removed account leaves behind, beside the grain's turns: false when that takes longer than a call may, and when a session is not over yet; to be asked again until it is
    /// true.
    /// </summary>
    [AlwaysInterleave, Alias("Forget")]
    Task<bool> Forget();
}

/// <summary>What a session asks. Its session and <see cref="Counter"/> are the origin of the call, by which a repeated one is known.</summary>
[GenerateSerializer, Immutable, Alias("muc.user-call")]
public sealed record UserCall([property: Id(0)] BoundSession By, [property: Id(1)] Stanza Stanza)
{
    /// <summary>The number of the stanza within its session, from 1; 0 when nobody counts.</summary>
    [Id(2)]
    public long Counter { get; init; }

    /// <summary>Whether the call has been made before, with an outcome that is unknown.</summary>
    [Id(3)]
    public bool IsRepeated { get; init; }
}

/// <summary>What somebody sends to a user. (<see cref="Source"/>, <see cref="Counter"/>) is the origin of the call, by which a repeated one is known.</summary>
/// <param name="Source">Whoever counts: the session of the sender, or who sends by itself.</param>
/// <param name="Counter">From 1; 0 when nobody counts.</param>
/// <param name="Stanza">What is sent.</param>
[GenerateSerializer, Immutable, Alias("muc.user-delivery")]
public sealed record UserDelivery([property: Id(0)] string Source, [property: Id(1)] long Counter, [property: Id(2)] Stanza Stanza)
{
    /// <inheritdoc cref="UserCall.IsRepeated"/>
    [Id(3)]
    public bool IsRepeated { get; init; }
}
