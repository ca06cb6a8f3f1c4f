using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Gateway.Answering;
using Orleans.Muc.Gateway.Routing;
using Orleans.Muc.Gateway.Sessions;

namespace Orleans.Muc.Gateway.Hall;

internal static class HallServices
{
    public static IServiceCollection AddHall(this IServiceCollection services) => services
        .AddSingleton<GatewayHall>()
        .AddSingleton<IGatewayHall>(provider => provider.GetRequiredService<GatewayHall>())
        .AddSingleton<CommonAnswers>()
        .AddSingleton<AccountService>()
        .AddSingleton<DomainService>()
        .AddSingleton<RoomService>()
        .AddSingleton<OwnAccount>()
        .AddSingleton<Router>()
        .AddSingleton<ISessionHost, SessionHost>();
}
