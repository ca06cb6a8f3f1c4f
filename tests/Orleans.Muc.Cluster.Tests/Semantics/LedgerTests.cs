using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Muc.Cluster.Tests.Semantics;

[GenerateSerializer]
public sealed class LedgerState
{
    [Id(0)]
    public int Ducats { get; set; }
}

internal interface ILedgerGrain : IGrainWithStringKey
{
    Task<(int Ducats, bool Exists)> Read();

    Task Write(int ducats);

    Task Clear();

    Task WriteBehindItsBack(int ducats);

    Task Leave();
}

internal sealed class LedgerGrain([PersistentState("ledger", "ledger")] IPersistentState<LedgerState> state) : Grain, ILedgerGrain
{
    public Task<(int Ducats, bool Exists)> Read() => Task.FromResult((state.State.Ducats, state.RecordExists));

    public Task Write(int ducats)
    {
        state.State.Ducats = ducats;
        return state.WriteStateAsync();
    }

    public Task Clear() => state.ClearStateAsync();

    public async Task WriteBehindItsBack(int ducats)
    {
        var storage = ServiceProvider.GetRequiredKeyedService<IGrainStorage>("ledger");
        var record = new GrainState<LedgerState>(new LedgerState());
        await storage.ReadStateAsync("ledger", this.GetGrainId(), record);
        record.State = new LedgerState { Ducats = ducats };
        await storage.WriteStateAsync("ledger", this.GetGrainId(), record);
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

[Collection(OneSiloCluster.Name)]
public sealed class LedgerTests(OneSiloCluster cluster)
{
    [Fact]
    public async Task State_is_there_again_at_the_next_activation()
    {
        var ledger = cluster.Inside.GetGrain<ILedgerGrain>("capulet");
        Assert.Equal((0, false), await ledger.Read().Soon());
        await ledger.Write(40).Soon();
        await ledger.Leave().Soon();
        Assert.Equal((40, true), await ledger.Read().Soon());
    }

    [Fact]
    public async Task State_that_was_not_written_is_forgotten_and_cleared_state_is_fresh()
    {
        var ledger = cluster.Inside.GetGrain<ILedgerGrain>("montague");
        await ledger.Write(10).Soon();
        await ledger.Clear().Soon();
        Assert.Equal((0, false), await ledger.Read().Soon());
        await ledger.Leave().Soon();
        Assert.Equal((0, false), await ledger.Read().Soon());
    }

    [Fact]
    public async Task A_write_based_on_an_old_version_is_refused()
    {
        var ledger = cluster.Inside.GetGrain<ILedgerGrain>("apothecary");
        await ledger.Write(1).Soon();
        await ledger.WriteBehindItsBack(2).Soon();
        await Assert.ThrowsAsync<InconsistentStateException>(() => ledger.Write(3).Soon());
    }

    [Fact]
    public async Task An_activation_whose_write_was_refused_ends_and_the_next_one_reads_what_is_stored()
    {
        var ledger = cluster.Inside.GetGrain<ILedgerGrain>("prince");
        await ledger.Write(1).Soon();
        await ledger.WriteBehindItsBack(2).Soon();
        await Assert.ThrowsAsync<InconsistentStateException>(() => ledger.Write(3).Soon());
        Assert.Equal((2, true), await ledger.Read().Soon());
        await ledger.Write(4).Soon();
    }
}
