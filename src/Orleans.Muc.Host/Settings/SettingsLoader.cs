using System.Net;
using Microsoft.Extensions.Configuration;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Gateway.Options;
using Orleans.Muc.Host.Logging;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Host.Settings;

/// <summary>Turns the configuration into <see cref="MucSettings"/>, or into every mistake in it at once.</summary>
public static class SettingsLoader
{
    private const int MostDays = 36_500;

    /// <param name="configuration">All of the program's configuration.</param>
    /// <param name="isDevelopment">In development registration is open and only this machine can connect, unless said otherwise.</param>
    /// <exception cref="SettingsException">Something is wrong with it.</exception>
    public static MucSettings Load(IConfiguration configuration, bool isDevelopment)
    {
        var reader = new SettingsReader(configuration);
        var identity = Identity(reader);
        var storage = reader.Choice("Storage", StorageKind.Sqlite);
        var cluster = reader.Choice("Cluster", ClusterKind.Localhost);
        if (cluster == ClusterKind.AzureStorage && storage != StorageKind.AzureStorage)
            reader.Mistakes.Add($"Muc:Cluster is AzureStorage, but Muc:Storage is {storage}, which silos can't share; let both be AzureStorage, or leave out Muc:Cluster.");
        var archive = reader.Flag("Archive", true);
        var days = reader.Number("ArchiveDays", 0);
        if (days is < 0 or > MostDays)
            reader.Mistakes.Add($"Muc:ArchiveDays is {days}; it must be 0, for without end, or a number of days up to {MostDays}.");
        var dataDirectory = reader.Text("DataDirectory", "./data");
        var logFormat = reader.Choice("Logging:Format", LogFormat.Text);
        var gateway = Gateway(reader, isDevelopment);
        reader.Mistakes.AddRange(GatewayOptionsValidator.Mistakes(gateway));
        var azure = storage == StorageKind.AzureStorage ? AzureSettings.Read(reader, gateway) : null;
        var silo = SiloSettings.Read(reader, cluster, isDevelopment);
        var operations = OperationsSettings.Read(reader);
        reader.Mistakes.AddRange(PortClashes.Mistakes(gateway, operations, silo));
        var certificate = CertificateSettings.Read(reader);
        var shutdown = reader.Time("ShutdownTimeout", TimeSpan.FromSeconds(30));
        if (shutdown < TimeSpan.FromSeconds(2) || shutdown > TimeSpan.FromHours(1))
            reader.Mistakes.Add($"Muc:ShutdownTimeout is {shutdown}; it must be two seconds to one hour.");
        reader.ReportUnknown();
        if (reader.Mistakes.Count > 0)
            throw new SettingsException(reader.Mistakes);
        return new MucSettings(identity!, storage, archive, dataDirectory, gateway)
        {
            ArchiveDays = days,
            Cluster = cluster,
            Azure = azure,
            Silo = silo,
            Operations = operations,
            Certificate = certificate,
            ShutdownTimeout = shutdown,
            LogFormat = logFormat,
        };
    }

    private static MucIdentity? Identity(SettingsReader reader)
    {
        var domain = Domain(reader, "Domain", "localhost");
        var service = Domain(reader, "Service", "conference.localhost");
        if (domain is not null && domain == service)
            reader.Mistakes.Add($"Muc:Domain and Muc:Service are both \"{domain}\"; rooms need a domain of their own.");
        var admins = new HashSet<Jid>();
        foreach (var text in reader.List("Admins"))
        {
            if (Jid.TryParse(text, out var admin) && admin.IsBare && admin.Localpart is not null)
                admins.Add(admin);
            else
                reader.Mistakes.Add($"Muc:Admins has \"{text}\"; an administrator is a bare JID such as juliet@example.org.");
        }

        return domain is null || service is null ? null : new MucIdentity(domain, service, admins);
    }

    private static Jid? Domain(SettingsReader reader, string key, string otherwise)
    {
        var text = reader.Text(key, otherwise);
        if (Jid.TryParse(text, out var jid) && jid.Localpart is null && jid.IsBare)
            return jid;
        reader.Mistakes.Add($"Muc:{key} is \"{text}\", which is no domain.");
        return null;
    }

    private static GatewayOptions Gateway(SettingsReader reader, bool isDevelopment)
    {
        var defaults = new GatewayOptions();
        var address = reader.Text("Gateway:Address", isDevelopment ? defaults.Address : "0.0.0.0");
        var isLocal = IPAddress.TryParse(address, out var listened) && IPAddress.IsLoopback(listened);
        return new GatewayOptions
        {
            Address = address,
            TcpPort = reader.Number("Gateway:TcpPort", defaults.TcpPort),
            TlsPort = reader.Number("Gateway:TlsPort", defaults.TlsPort),
            HttpPort = reader.Number("Gateway:HttpPort", defaults.HttpPort),
            RequireEncryption = reader.Flag("Gateway:RequireEncryption", defaults.RequireEncryption),
            MaxStanzaBytesBeforeAuthentication = reader.Number("Gateway:MaxStanzaBytesBeforeAuthentication", defaults.MaxStanzaBytesBeforeAuthentication),
            MaxStanzaBytes = reader.Number("Gateway:MaxStanzaBytes", defaults.MaxStanzaBytes),
            MaxDepth = reader.Number("Gateway:MaxDepth", defaults.MaxDepth),
            NegotiationTimeout = reader.Time("Gateway:NegotiationTimeout", defaults.NegotiationTimeout),
            OutboundQueueBytes = reader.Number("Gateway:OutboundQueueBytes", defaults.OutboundQueueBytes),
            MaxFailedLogins = reader.Number("Gateway:MaxFailedLogins", defaults.MaxFailedLogins),
            MaxConnections = reader.Number("Gateway:MaxConnections", defaults.MaxConnections),
            MaxConnectionsPerAddress = reader.Number("Gateway:MaxConnectionsPerAddress", Public(defaults.MaxConnectionsPerAddress)),
            MaxNegotiating = reader.Number("Gateway:MaxNegotiating", defaults.MaxNegotiating),
            BytesPerSecond = reader.Number("Gateway:BytesPerSecond", Public(defaults.BytesPerSecond)),
            BurstBytes = reader.Number("Gateway:BurstBytes", defaults.BurstBytes),
            BytesPerSecondBeforeAuthentication = reader.Number("Gateway:BytesPerSecondBeforeAuthentication", defaults.BytesPerSecondBeforeAuthentication),
            MaxFailedLoginsPerAccount = reader.Number("Gateway:MaxFailedLoginsPerAccount", defaults.MaxFailedLoginsPerAccount),
            MaxFailedLoginsPerAddress = reader.Number("Gateway:MaxFailedLoginsPerAddress", Public(defaults.MaxFailedLoginsPerAddress)),
            FailedLoginWindow = reader.Time("Gateway:FailedLoginWindow", defaults.FailedLoginWindow),
            Registration = new RegistrationOptions
            {
                Open = reader.Flag("Registration:Open", isDevelopment),
                MaxPerHour = reader.Number("Registration:MaxPerHour", Public(defaults.Registration.MaxPerHour)),
            },
        };

        // Where only this machine can connect everybody has its address, and it is nobody's to abuse.
        int Public(int limit) => isLocal ? GatewayOptions.NoLimit : limit;
    }
}

/// <summary>Mistakes in the configuration, all of them.</summary>
public sealed class SettingsException(IReadOnlyList<string> mistakes) : Exception(string.Join(Environment.NewLine, mistakes))
{
    public IReadOnlyList<string> Mistakes => mistakes;
}
