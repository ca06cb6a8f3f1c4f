using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Users;

/// <summary>An account, keyed by bare JID: its credentials as SCRAM keys, never the password, and an index of its registrations in rooms.</summary>
[Alias("muc.IUserRegistrationGrain")]
public interface IUserRegistrationGrain : IGrainWithStringKey
{
    /// <summary>Creates the account; false when it exists. The password has been prepared (<see cref="Passwords"/>).</summary>
    [Alias("Register")]
    Task<bool> Register(string preparedPassword);

    /// <summary>Replaces the keys; false when there is no such account.</summary>
    [Alias("ChangePassword")]
    Task<bool> ChangePassword(string preparedPassword);

    /// <summary>The keys for one hash, null when there is no such account.</summary>
    [Alias("GetKeys")]
    Task<ScramKeysWire?> GetKeys(ScramHash hash);

    /// <summary>Ends the account, its roster and its registrations in rooms; false when there is none.</summary>
    [Alias("Cancel")]
    Task<bool> Cancel();

    /// <summary>Keeps the index: the room's row is the truth.</summary>
    [Alias("NoteRoom")]
    Task NoteRoom(Jid room, bool registered);
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
