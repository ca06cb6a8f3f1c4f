using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Backup;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Listening;
using Orleans.Muc.Host.Settings;

namespace Orleans.Muc.Host;

/// <summary>What an operator can mend, said in one sentence each instead of a stack trace.</summary>
internal static class StartMistakes
{
    public static IReadOnlyList<string>? TryExplain(Exception fault) => fault switch
    {
        SettingsException settings => settings.Mistakes,
        StorageStartException or GatewayStartException or HostStartException or CertificateFileException or BackupException or OrleansConfigurationException => [fault.Message],
        IOException or UnauthorizedAccessException => [$"The data directory can't be used: {fault.Message}"],
        AggregateException { InnerException: { } inner } => TryExplain(inner),
        _ => fault.InnerException is { } cause ? TryExplain(cause) : null,
    };
}
