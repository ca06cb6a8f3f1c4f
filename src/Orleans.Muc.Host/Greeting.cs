using System.Reflection;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Host;

/// <summary>The few lines a person sees when the server is up.</summary>
internal static class Greeting
{
    public static IEnumerable<string> Lines(MucSettings settings, OpenStorage storage, IReadOnlyList<GatewayEndpoint> endpoints)
    {
        yield return $"Orleans.Muc {settings.Identity.Version} on {Orleans}";
        yield return $"Listening on {string.Join(" and ", endpoints.Select(Address))}";
        yield return $"Accounts are name@{settings.Identity.Domain}, rooms are name@{settings.Identity.Service}; storage: {Storage(settings, storage)}";
        yield return settings.Gateway.Registration.Open
            ? $"To begin: in any XMPP client choose \"create account\" on {settings.Identity.Domain}, then join hello@{settings.Identity.Service}"
            : "Registration is closed: start once with --Muc:Registration:Open=true to make accounts";
        if (!settings.Gateway.RequireEncryption)
            yield return "Encryption is not required: passwords may travel in the clear";
        yield return "Ctrl-C stops";
    }

    /// <summary>Which Orleans this program was built with; the build writes the names of stand-ins into the assembly.</summary>
    public static string Orleans
    {
        get
        {
            var standins = typeof(Greeting).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "StandIns")?.Value;
            return standins is { Length: > 0 }
                ? "the Orleans stand-in (one process; the official packages did not restore)"
                : $"Orleans {typeof(Grain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
        }
    }

    private static string Address(GatewayEndpoint endpoint) =>
        endpoint.Transport == GatewayTransport.Tls ? $"xmpps://{endpoint.Address} (TLS from the start)" : $"xmpp://{endpoint.Address} (STARTTLS)";

    private static string Storage(MucSettings settings, OpenStorage storage) => settings.Storage switch
    {
        StorageKind.Memory => "memory only, nothing is kept",
        StorageKind.AzureStorage => $"Azure tables at {storage.Azure?.Place}",
        _ => $"SQLite in {Path.GetFullPath(settings.DataDirectory)}",
    };
}
