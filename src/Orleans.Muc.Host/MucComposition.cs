using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Gateway;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Grains;

namespace Orleans.Muc.Host;

/// <summary>Puts the whole service into a silo, but for its storage and its clustering.</summary>
public static class MucComposition
{
    public static ISiloBuilder AddMuc(this ISiloBuilder silo, MucIdentity identity, GatewayOptions gateway, ICertificateSource certificate)
    {
        silo.AddMucGrains();
        silo.Services
            .AddSingleton(identity)
            .AddSingleton(Microsoft.Extensions.Options.Options.Create(gateway))
            .AddSingleton(certificate)
            .AddMucGateway();
        return silo;
    }
}
