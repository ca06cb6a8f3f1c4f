using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Copying;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Refuses, at start, what would go wrong later: clustering that isn't there, options that make no sense, types that can't cross a call.</summary>
internal sealed class SiloValidator(IServiceProvider services) : IConfigurationValidator
{
    private static readonly Lazy<string[]> s_problems = new(() => [.. Crossing.Problems(GrainCatalog.Interfaces)]);

    public void ValidateConfiguration()
    {
        services.GetRequiredService<IOptions<ClusterChoice>>().Value.Validate(
            services.GetRequiredService<IConfiguration>(),
            services.GetRequiredService<IOptions<EndpointOptions>>().Value,
            services.GetRequiredService<IOptions<DevelopmentClusterMembershipOptions>>().Value,
            services.GetRequiredService<InProcessCluster>());
        var collection = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        if (collection.CollectionQuantum <= TimeSpan.Zero || collection.CollectionAge <= collection.CollectionQuantum)
        {
            throw new OrleansConfigurationException(
                $"CollectionAge ({collection.CollectionAge}) must be greater than CollectionQuantum ({collection.CollectionQuantum}), and that greater than zero.");
        }

        if (s_problems.Value is [var first, ..])
        {
            throw new OrleansConfigurationException(first);
        }

        _ = GrainCatalog.All;
    }
}
