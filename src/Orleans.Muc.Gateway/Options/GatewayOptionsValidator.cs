using System.Net;
using Microsoft.Extensions.Options;

namespace Orleans.Muc.Gateway.Options;

/// <summary>Finds every mistake in <see cref="GatewayOptions"/> at once, each a sentence that names the setting.</summary>
public sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public static IReadOnlyList<string> Mistakes(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. Addresses(options), .. Limits(options), .. Crowds(options)];
    }

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var mistakes = Mistakes(options);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Addresses(GatewayOptions options)
    {
        if (!IPAddress.TryParse(options.Address, out _))
            yield return $"Muc:Gateway:Address is \"{options.Address}\", which is no IP address.";
        (string Name, int Port)[] ports =
            [(nameof(options.TcpPort), options.TcpPort), (nameof(options.TlsPort), options.TlsPort), (nameof(options.HttpPort), options.HttpPort)];
        foreach (var (name, port) in ports)
        {
            if (port is < GatewayOptions.Off or > IPEndPoint.MaxPort)
                yield return $"Muc:Gateway:{name} is {port}; a port is 1 to 65535, 0 for any free one or -1 for none.";
        }

        foreach (var twice in ports.Where(p => p.Port > 0).GroupBy(p => p.Port).Where(same => same.Count() > 1))
            yield return $"Muc:Gateway: {string.Join(" and ", twice.Select(p => p.Name))} are both {twice.Key}.";
        if (options is { TcpPort: GatewayOptions.Off, TlsPort: GatewayOptions.Off, HttpPort: GatewayOptions.Off })
            yield return "Muc:Gateway: TcpPort, TlsPort and HttpPort are all -1, so nobody could connect.";
    }

    private static IEnumerable<string> Limits(GatewayOptions options)
    {
        if (options.MaxStanzaBytesBeforeAuthentication is < 10_000 or > 1_048_576)
            yield return $"Muc:Gateway:MaxStanzaBytesBeforeAuthentication is {options.MaxStanzaBytesBeforeAuthentication}; it must be 10000 to 1048576.";
        if (options.MaxStanzaBytes < options.MaxStanzaBytesBeforeAuthentication || options.MaxStanzaBytes > 16_777_216)
            yield return $"Muc:Gateway:MaxStanzaBytes is {options.MaxStanzaBytes}; it must be MaxStanzaBytesBeforeAuthentication to 16777216 bytes.";
        if (options.MaxDepth is < 10 or > 1_000)
            yield return $"Muc:Gateway:MaxDepth is {options.MaxDepth}; it must be 10 to 1000 elements.";
        if (options.NegotiationTimeout < TimeSpan.FromSeconds(1) || options.NegotiationTimeout > TimeSpan.FromHours(1))
            yield return $"Muc:Gateway:NegotiationTimeout is {options.NegotiationTimeout}; it must be one second to one hour.";
        if (options.OutboundQueueBytes < options.MaxStanzaBytes)
            yield return $"Muc:Gateway:OutboundQueueBytes is {options.OutboundQueueBytes}; it must hold a stanza of MaxStanzaBytes ({options.MaxStanzaBytes}).";
        if (options.MaxFailedLogins is < 1 or > 100)
            yield return $"Muc:Gateway:MaxFailedLogins is {options.MaxFailedLogins}; it must be 1 to 100.";
        if (options.FailedLoginWindow < TimeSpan.FromSeconds(1) || options.FailedLoginWindow > TimeSpan.FromDays(1))
            yield return $"Muc:Gateway:FailedLoginWindow is {options.FailedLoginWindow}; it must be one second to one day.";
        if (options.BytesPerSecond is not GatewayOptions.NoLimit and < 1_000)
            yield return $"Muc:Gateway:BytesPerSecond is {options.BytesPerSecond}; it must be 1000 or more, or 0 for no limit.";
        if (options.BurstBytes < options.MaxStanzaBytes)
            yield return $"Muc:Gateway:BurstBytes is {options.BurstBytes}; it must hold a stanza of MaxStanzaBytes ({options.MaxStanzaBytes}).";
        if (options.BytesPerSecondBeforeAuthentication is not GatewayOptions.NoLimit and < 500)
            yield return $"Muc:Gateway:BytesPerSecondBeforeAuthentication is {options.BytesPerSecondBeforeAuthentication}; it must be 500 or more, or 0 for no limit.";
        if (options.Registration is null)
            yield return "Muc:Registration is empty.";
    }

    private static IEnumerable<string> Crowds(GatewayOptions options)
    {
        (string Name, int Limit)[] limits =
        [
            ("Gateway:MaxConnections", options.MaxConnections),
            ("Gateway:MaxConnectionsPerAddress", options.MaxConnectionsPerAddress),
            ("Gateway:MaxNegotiating", options.MaxNegotiating),
            ("Gateway:MaxFailedLoginsPerAccount", options.MaxFailedLoginsPerAccount),
            ("Gateway:MaxFailedLoginsPerAddress", options.MaxFailedLoginsPerAddress),
            ("Registration:MaxPerHour", options.Registration?.MaxPerHour ?? GatewayOptions.NoLimit),
        ];
        return from limit in limits where limit.Limit < 0 select $"Muc:{limit.Name} is {limit.Limit}; it must be 1 or more, or 0 for no limit.";
    }
}
