using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;

namespace Orleans.Muc.Gateway.Certificates;

/// <summary>Has the certificate looked after while the server runs, and says what is or soon will be wrong with it: at once, and again every day.</summary>
internal sealed partial class CertificateWatch(ICertificateSource source, MucIdentity identity, TimeProvider time, ILogger<CertificateWatch> log) : BackgroundService
{
    /// <summary>Between two looks at the files: two small reads.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Reminder = TimeSpan.FromDays(1);

    private readonly Dictionary<string, long> warned = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                Look();
            }
#pragma warning disable CA1031 // A server does not end over the certificate that comes next.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                NotLookedAfter(fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Look()
    {
        var news = source.Refresh();
        var leaf = source.Current.Leaf;
        if (news.HasChanged)
            Changed(leaf.Thumbprint, leaf.NotAfter.ToUniversalTime());
        if (news.Fault is { } fault)
            Stays(leaf.NotAfter.ToUniversalTime(), fault);
        foreach (var warning in CertificateWarnings.Of(leaf, identity.Domain.Domainpart, time.GetUtcNow()))
        {
            if (warned.TryGetValue(warning, out var before) && time.GetElapsedTime(before) < Reminder)
                continue;
            warned[warning] = time.GetTimestamp();
            Warn(warning);
        }
    }
}
