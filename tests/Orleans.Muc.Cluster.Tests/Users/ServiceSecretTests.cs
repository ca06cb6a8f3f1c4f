using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.LocalStorage;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>The secret from which every silo invents what it shows of accounts that do not exist.</summary>
public sealed class ServiceSecretTests
{
    [Fact]
    public async Task It_is_one_for_all_silos_and_for_ever()
    {
        var database = new MemoryDatabase();
        byte[] secret;
        await using (var cluster = await MucCluster.StartAsync(2, database: database))
        {
            var secrets = await Task.WhenAll(cluster.Silos.Select(silo => AskAsync(silo)));
            secret = secrets[0];
            Assert.Equal(32, secret.Length);
            Assert.Equal(secret, secrets[1]);
        }

        await using var later = await MucCluster.StartAsync(1, database: database);
        Assert.Equal(secret, await AskAsync(later.Silos[0]));
        Assert.NotEqual(secret, await AskAsync(later.Silos[0], "elsewhere"));
    }

    private static Task<byte[]> AskAsync(TestingHost.SiloHandle silo, string domain = "localhost") =>
        MucCluster.Services(silo).GetRequiredService<IGrainFactory>().GetGrain<IServiceSecretGrain>(domain).Get();
}
