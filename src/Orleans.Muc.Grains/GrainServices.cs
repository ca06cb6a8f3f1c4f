using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Grains.Connections;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Grains.Users;
using Orleans.Streams;

namespace Orleans.Muc.Grains;

/// <summary>Puts rooms, users and the push streams into a silo. Storage, the gateway's hall and <see cref="Abstractions.MucIdentity"/> come from elsewhere.</summary>
public static class GrainServices
{
    public static ISiloBuilder AddMucGrains(this ISiloBuilder silo)
    {
        silo.AddGrainExtension<IPushExtension, PushExtension>();
        silo.AddPlacementDirector<SiloPinnedPlacement, SiloPinnedDirector>();
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A dead silo is known within about 3 s, so that nobody stays a ghost for more than 15 s.
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 3;
        });
        var services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton<IStreamProvider>(GatewayFeed.Provider, (provider, _) => new PushStreamProvider(provider.GetRequiredService<IGrainFactory>()));
        services.AddUserGrains();
        services.AddSingleton(typeof(AwakeGrains<>));
        services.AddSingleton<RoomIndexes>();
        services.AddSingleton<RoomWaking>();
        services.AddSingleton<RoomSurroundings>();
        services.AddHostedService<ClusterWatch>();
        return silo;
    }
}
