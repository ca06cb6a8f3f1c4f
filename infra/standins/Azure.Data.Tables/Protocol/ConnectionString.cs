#nullable enable
using System.Net;

namespace Azure.Data.Tables.Protocol;

/// <summary>Where a connection string leads and by what right: a key, or a shared access signature.</summary>
internal sealed record ConnectionString(Uri Endpoint, TableSharedKeyCredential? Key, AzureSasCredential? Signature)
{
    // The account of every storage emulator, with the key that its documentation prints.
    private const string EmulatorName = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string EmulatorEndpoint = "http://127.0.0.1:10002/" + EmulatorName;

    /// <exception cref="InvalidOperationException">It is no list of name=value.</exception>
    /// <exception cref="FormatException">The key is no base64.</exception>
    /// <exception cref="ArgumentException">There is no credential, or no place to go, in it.</exception>
    public static ConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, "connectionString");
        var settings = Settings(text);
        if (settings.GetValueOrDefault("UseDevelopmentStorage") is "true")
        {
            return new(new Uri(EmulatorEndpoint), new TableSharedKeyCredential(EmulatorName, EmulatorKey), null);
        }

        var name = settings.GetValueOrDefault("AccountName");
        var endpoint = settings.GetValueOrDefault("TableEndpoint")
            ?? (name is null ? null : $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{name}.table.{settings.GetValueOrDefault("EndpointSuffix", "core.windows.net")}");
        var key = name is not null && settings.TryGetValue("AccountKey", out var secret) ? new TableSharedKeyCredential(name, secret) : null;
        var signature = settings.TryGetValue("SharedAccessSignature", out var query) ? new AzureSasCredential(query) : null;
        return endpoint is not null && (key is not null || signature is not null)
            ? new(new Uri(endpoint), key, signature)
            : throw new ArgumentException("The connection string names no account with a key, and no endpoint with a shared access signature.");
    }

    /// <summary>The account an endpoint is of: the first label of its host; of an address, as emulators have it, the first segment of the path.</summary>
    public static string AccountOf(Uri endpoint) =>
        IPAddress.TryParse(endpoint.Host, out _) || endpoint.Host == "localhost" ? endpoint.AbsolutePath.Trim('/').Split('/')[0] : endpoint.Host.Split('.')[0];

    private static Dictionary<string, string> Settings(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !settings.TryAdd(part[..equals], part[(equals + 1)..]))
            {
                // Not the part itself: it may be a key that lost its name.
                throw new InvalidOperationException("The connection string is no list of different name=value, parted by semicolons.");
            }
        }

        return settings;
    }
}
