using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Muc.Users;

namespace Orleans.Muc.Grains.Users;

/// <summary>What the grains of users need from their silo.</summary>
internal static class UserGrains
{
    public static IServiceCollection AddUserGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FillRandom>(RandomNumberGenerator.Fill);
        services.TryAddSingleton<SessionCensus>();
        services.TryAddSingleton<UserArchives>();
        services.TryAddSingleton<UserPostRoads>();
        services.TryAddSingleton<LeavingWatchWays>();
        services.AddHostedService<LeavingWatch>();
        return services;
    }
}
