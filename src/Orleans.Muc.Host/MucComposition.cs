using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Gateway;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Grains;

namespace Orleans.Muc.Host;

/// <summary>Puts the whole service into a silo, but for its storage, its clustering and its <see cref="Gateway.Certificates.ICertificateSource"/>.</summary>
public static class MucComposition
{
    public static ISiloBuilder AddMuc(this ISiloBuilder silo, MucIdentity identity, GatewayOptions gateway)
    {
        silo.AddMucGrains();
        silo.Services
            .AddSingleton(identity)
            .AddSingleton(Microsoft.Extensions.Options.Options.Create(gateway))
            .AddMucGateway();
        return silo;
    }
}
