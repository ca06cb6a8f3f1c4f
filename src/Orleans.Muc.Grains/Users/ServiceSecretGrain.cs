using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Users;

namespace Orleans.Muc.Grains.Users;

/// <summary>The secret is a row that is written once. It is in no backup: nothing depends on it that has to last longer than the server.</summary>
[GrainType("muc.service-secret")]
internal sealed class ServiceSecretGrain([PersistentState("secret", GatewayFeed.GrainStorage)] IPersistentState<ServiceSecretState> storage, FillRandom random) : Grain, IServiceSecretGrain
{
    private const int Bytes = 32;

    public async Task<byte[]> Get()
    {
        if (storage.State.Secret.Length > 0)
            return storage.State.Secret;
        var secret = new byte[Bytes];
        random(secret);
        // Fails when another activation has written its own.
        await storage.Put(new ServiceSecretState { Secret = secret });
        return secret;
    }
}

/// <summary>Empty until it is made.</summary>
[GenerateSerializer, Immutable, Alias("muc.service-secret-state")]
internal sealed record ServiceSecretState
{
    [Id(0)]
    public byte[] Secret { get; init; } = [];
}
