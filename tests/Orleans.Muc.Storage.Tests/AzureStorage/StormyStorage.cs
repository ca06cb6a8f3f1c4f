using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.Xmpp;
using Orleans.Storage;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>One account, reached by a process that has <see cref="Weather"/> and tries nothing again, and by one that has none.</summary>
public abstract class StormyStorage : IAsyncLifetime
{
    private protected static readonly RoomPartition Verona = new(Jid.Parse("verona@rooms.example"), 1);
    private ServiceProvider? stormy, calm;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected Weather Weather { get; } = new();

    private protected IRoomStore Rooms => stormy!.GetRequiredService<IRoomStore>();

    private protected IRoomStore CalmRooms => calm!.GetRequiredService<IRoomStore>();

    private protected IGrainStorage Grains => stormy!.GetRequiredKeyedService<IGrainStorage>(GatewayFeed.GrainStorage);

    public async ValueTask InitializeAsync()
    {
        var account = await AzuriteAccount.NewAsync();
        calm = await ServicesAsync(account);
        stormy = await ServicesAsync(Exposed(account) with { MaxRetries = 0 });
    }

    public async ValueTask DisposeAsync()
    {
        if (calm is not null)
            await calm.DisposeAsync();
        if (stormy is not null)
            await stormy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected AzureStorageOptions Exposed(AzureStorageOptions account) =>
        account with { Configure = options => options.AddPolicy(Weather, HttpPipelinePosition.PerRetry) };

    private protected static async Task<ServiceProvider> ServicesAsync(AzureStorageOptions account)
    {
        var collection = new ServiceCollection();
        StartedStorage.Register(collection, await AzureStore.OpenAsync(account, Cancel));
        var services = collection.BuildServiceProvider();
        await StartedStorage.StartAsync(services);
        return services;
    }

    private protected static StanzaId Id(int n) => new($"{1_800_000_000_000 + n:x12}00000000000000000000");

    private protected static LogRecord Record(int n) => Long(n, 2);

    private protected static LogRecord Long(int n, int bytes) => new(Id(n), "Romeo", Jid.Parse("romeo@montague.example/orchard"), "session-1", n, true, [1, 2, 3], new byte[bytes]);

    private protected static MemberRow Member(int n) => new(Jid.Parse($"guest{n}@montague.example"), 1, $"Guest {n}", null);
}
