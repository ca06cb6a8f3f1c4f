namespace Orleans.Muc.Abstractions.Users;

/// <summary>A secret of the service, keyed by the domain of its accounts: random, made when it is first asked for, and the same on all silos and for ever.</summary>
[Alias("muc.IServiceSecretGrain")]
public interface IServiceSecretGrain : IGrainWithStringKey
{
    /// <summary>32 bytes.</summary>
    [Alias("Get")]
    Task<byte[]> Get();
}
