using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Gateway.Limits;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Gateway.Registration;
using Orleans.Muc.Gateway.Sasl;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Gateway.Telemetry;

namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>What every stream of this gateway shares.</summary>
internal sealed record StreamParts(
    MucIdentity Identity,
    IOptions<GatewayOptions> Configured,
    SaslMechanisms Mechanisms,
    Credentials Credentials,
    LoginThrottle Logins,
    AccountRegistration Registration,
    SessionIssuer Issuer,
    ISessionHost Host,
    ITokens Tokens,
    GatewayInstruments Instruments,
    ILoggerFactory Loggers)
{
    public GatewayOptions Options => Configured.Value;

    public ILogger Logger { get; } = Loggers.CreateLogger<StreamNegotiation>();
}
