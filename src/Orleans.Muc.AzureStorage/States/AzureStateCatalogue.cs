using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.AzureStorage.Keys;

namespace Orleans.Muc.AzureStorage.States;

/// <summary>Reads the whole table, states included: a row's own key may be only a hash of the grain's.</summary>
internal sealed class AzureStateCatalogue(AzureStore store) : IStateCatalogue
{
    /// <summary>A state is small, but may have a MiB.</summary>
    private const int PageSize = 100;

    /// <summary>Where Orleans' table storage puts the bytes of a state; what is longer goes on in <c>Data1</c>, <c>Data2</c> … as in <see cref="Pieces"/>.</summary>
    private const string Data = "Data";

    public async IAsyncEnumerable<string> Keys(string stateName, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in store.States.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {stateName}"), PageSize, cancellationToken: cancellation))
            if (Pieces.Bytes(row, Data) is { Length: > 0 } state)
                yield return StateFormat.Read<Signature>(state).Key;
    }

    /// <summary>What a <see cref="SignedState{T}"/> says of itself, whatever state it holds.</summary>
    private sealed class Signature
    {
        public string Key { get; set; } = "";
    }
}
