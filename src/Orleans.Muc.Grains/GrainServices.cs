using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Connections;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Grains.Telemetry;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Rooms;
using Orleans.Streams;

namespace Orleans.Muc.Grains;

/// <summary>Puts rooms, users and the push streams into a silo. Storage, the gateway's hall and <see cref="MucIdentity"/> come from elsewhere.</summary>
public static class GrainServices
{
    /// <summary>Every call here is short; one that goes to a silo nobody has yet found dead is to be repeated soon.</summary>
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Newer versions of Orleans hold the grains of a dead silo back for a lease, half a minute by default, so that no grain runs twice. Decision: rooms come back at once; that two may run
    /// for a moment is what the fence of the storage is for. Bound by name, since not every version has the setting.
    /// </summary>
    private static readonly IConfiguration WithoutLeases =
        new ConfigurationBuilder().AddInMemoryCollection([new("RangeLeaseDuration", TimeSpan.Zero.ToString())]).Build();

    public static ISiloBuilder AddMucGrains(this ISiloBuilder silo)
    {
        silo.AddGrainExtension<IPushExtension, PushExtension>();
        silo.AddPlacementDirector<SiloPinnedPlacement, SiloPinnedDirector>();
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A dead silo is known within about 3 s, so that nobody stays a ghost for more than 15 s.
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 3;

            // One that hangs, or whose machine is gone, closes no connections, and counts as alive for this by the limit above after its last word: 6 s.
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);

            // Two silos have to find it dead, so that one that is itself in trouble can't take the others for it; of a pair the one that is left decides alone, which is Orleans' own rule.
            membership.NumVotesForDeathDeclaration = 2;
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = CallPatience);
        var services = silo.Services;
        services.Configure<GrainDirectoryOptions>(WithoutLeases);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new MessageKeeping(Stored: true));
        services.AddKeyedSingleton<IStreamProvider>(GatewayFeed.Provider, (provider, _) => new PushStreamProvider(provider.GetRequiredService<IGrainFactory>()));
        services.AddUserGrains();
        services.AddSingleton(typeof(AwakeGrains<>));
        services.TryAddSingleton<IAwayNotifier, NoAwayNotifier>();
        services.AddSingleton<GrainsInstruments>();
        services.AddSingleton<AwayQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<AwayQueue>());
        services.AddSingleton<RoomIndexes>();
        services.AddSingleton<RoomWaking>();
        services.TryAddSingleton(provider => RulesOf(provider.GetRequiredService<MucIdentity>()));
        services.AddSingleton<RoomSurroundings>();
        services.AddHostedService<ClusterWatch>();
        return silo;
    }

    private static ServiceRules RulesOf(MucIdentity identity) => new(identity.Service, identity.Admins) { Domain = identity.Domain };
}
