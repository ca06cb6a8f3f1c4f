using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Connections;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Gateway.Negotiation;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Gateway.Registration;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Gateway.Telemetry;

namespace Orleans.Muc.Gateway;

/// <summary>What a silo needs to be a gateway.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds the gateway. Needs <see cref="Abstractions.MucIdentity"/>, <see cref="ICertificateSource"/> and Orleans beside it; call it
    /// after Orleans is added, so that clients are let in when the silo runs and sent away before it stops.
    /// </summary>
    public static IServiceCollection AddMucGateway(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<ITokens, RandomTokens>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<LoginThrottle>();
        services.AddSingleton(all => new Admission(all.GetRequiredService<IOptions<GatewayOptions>>(), OpenFiles.Connections));
        services.AddSingleton<SaslMechanisms>();
        services.AddSingleton<AccountRegistration>();
        services.AddSingleton<SessionIssuer>();
        services.AddSingleton<GatewayInstruments>();
        services.AddSingleton<TlsOffer>();
        services.AddSingleton<StreamParts>();
        services.AddSingleton<ConnectionParts>();
        services.AddSingleton(all => new GatewayServer(
            all.GetRequiredService<ConnectionParts>(), all.GetRequiredService<IOptions<GatewayOptions>>(), all.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IHostedService>(all => all.GetRequiredService<GatewayServer>());
        services.AddHostedService<CertificateWatch>();
        services.AddHostedService<ClusterSessions>();
        return services.AddHall();
    }
}
