using System.Reflection;
using Orleans.Muc.AzureStorage;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Host;

/// <summary>The few lines a person sees when the server is up.</summary>
internal static class Greeting
{
    public static IEnumerable<string> Lines(MucSettings settings, OpenStorage storage, IReadOnlyList<GatewayEndpoint> endpoints, string? operations)
    {
        yield return $"Orleans.Muc {settings.Identity.Version} on {Orleans}{ForStorage(storage)}";
        yield return $"Listening on {string.Join(" and ", endpoints.Select(Address))}";
        yield return $"Accounts are name@{settings.Identity.Domain}, rooms are name@{settings.Identity.Service}; storage: {Storage(settings, storage)}";
        if (settings.Silo is { } silo)
        {
            yield return $"Silo {silo.Name} of cluster {silo.ClusterId}, which its other silos reach at port {silo.Port}{(silo.Address is { } address ? $" on {address}" : "")}";
            if (settings.Certificate is null)
                yield return "Its certificate is one that it made: unless all silos share a data directory, set Muc:Certificate:Path, so that clients meet one everywhere";
        }

        if (operations is not null)
            yield return $"Whether it is well: {operations}/health/ready";
        yield return settings.Gateway.Registration.Open
            ? $"To begin: in any XMPP client choose \"create account\" on {settings.Identity.Domain}, then join hello@{settings.Identity.Service}"
            : "Registration is closed: start once with --Muc:Registration:Open=true to make accounts";
        if (!settings.Gateway.RequireEncryption)
            yield return "Encryption is not required: passwords may travel in the clear";
        yield return "Ctrl-C stops";
    }

    /// <summary>Which Orleans this program was built with.</summary>
    public static string Orleans => StandIns(typeof(Greeting).Assembly).Length > 0
        ? "the Orleans stand-in (one process; the official packages did not restore)"
        : $"Orleans {typeof(Grain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    /// <summary>The stand-ins that an open storage rests on besides.</summary>
    private static string ForStorage(OpenStorage storage)
    {
        if (storage.Azure is null)
            return "";
        string[] names = [.. StandIns(typeof(AzureStore).Assembly).Except(StandIns(typeof(Greeting).Assembly)).Where(name => name != "Microsoft.Orleans.Sdk")];
        return names.Length > 0 ? $", with stand-ins for {string.Join(", ", names)} (the official packages did not restore)" : "";
    }

    /// <summary>The build writes the names of the packages that a project has stand-ins for into its assembly.</summary>
    private static string[] StandIns(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "StandIns")?.Value?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string Address(GatewayEndpoint endpoint) =>
        endpoint.Transport == GatewayTransport.Tls ? $"xmpps://{endpoint.Address} (TLS from the start)" : $"xmpp://{endpoint.Address} (STARTTLS)";

    private static string Storage(MucSettings settings, OpenStorage storage) => settings.Storage switch
    {
        StorageKind.Memory => "memory only, nothing is kept",
        StorageKind.AzureStorage => $"Azure tables at {storage.Azure?.Place}",
        _ => $"SQLite in {Path.GetFullPath(settings.DataDirectory)}",
    };
}
