namespace Orleans.Muc.Grains.Users;

/// <summary>What is stored of the accounts that are being removed.</summary>
[GenerateSerializer, Immutable, Alias("muc.leaving-accounts-state")]
internal sealed record LeavingAccountsState
{
    /// <summary>Bare JIDs.</summary>
    [Id(0)]
    public string[] Accounts { get; init; } = [];
}
