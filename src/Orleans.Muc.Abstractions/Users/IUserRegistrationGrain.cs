using Orleans.Concurrency;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Users;

/// <summary>An account, keyed by bare JID: its credentials as SCRAM keys, never the password, and an index of its registrations in rooms.</summary>
[Alias("muc.IUserRegistrationGrain")]
public interface IUserRegistrationGrain : IGrainWithStringKey
{
    /// <summary>Creates the account. The password has been prepared (<see cref="Passwords"/>). Waits some seconds for a former account of that name that is just being removed.</summary>
    [Alias("RegisterAccount")]
    Task<RegisterOutcome> Register(string preparedPassword);

    /// <summary>Replaces the keys; false when there is no such account.</summary>
    [Alias("ChangePassword")]
    Task<bool> ChangePassword(string preparedPassword);

    /// <summary>Whether there is such an account that may be used, as it is stored. Interleaves, since the user's grain asks it while it is itself asked to let the account go.</summary>
    [AlwaysInterleave, Alias("Exists")]
    Task<bool> Exists();

    /// <summary>The keys for one hash; null when there is no such account, and when it is an imported one that has none for this hash.</summary>
    [AlwaysInterleave, Alias("GetKeys")]
    Task<ScramKeysWire?> GetKeys(ScramHash hash);

    /// <summary>
    /// Ends the account (XEP-0077 §3.2); false when there is none. When it returns nobody can log in and the sessions are being closed; roster, archive and registrations in rooms are deleted
    /// beside it, also after the loss of silos, and the name is free when they are.
    /// </summary>
    [Alias("Cancel")]
    Task<bool> Cancel();

    /// <summary>Goes on with a removal that a lost silo has interrupted; completes when nothing is left to remove, or after some seconds.</summary>
    [Alias("Resume")]
    Task Resume();

    /// <summary>Keeps the index: the room's row is the truth.</summary>
    [Alias("NoteRoom")]
    Task NoteRoom(Jid room, bool registered);
}

/// <summary>What becomes of the wish for an account.</summary>
public enum RegisterOutcome
{
    /// <summary>It exists now.</summary>
    Registered = 0,

    /// <summary>It existed before (XEP-0077 §3.1.1: <c>conflict</c>).</summary>
    Exists = 1,

    /// <summary>A former one of that name is still being removed: it may be asked for again later.</summary>
    StillLeaving = 2,
}

[GenerateSerializer, Immutable, Alias("muc.scram-keys")]
public sealed record ScramKeysWire(
    [property: Id(0)] ScramHash Hash,
    [property: Id(1)] byte[] Salt,
    [property: Id(2)] int Iterations,
    [property: Id(3)] byte[] StoredKey,
    [property: Id(4)] byte[] ServerKey)
{
    public ScramKeys ToKeys() => new(Hash, Salt, Iterations, StoredKey, ServerKey);
}
