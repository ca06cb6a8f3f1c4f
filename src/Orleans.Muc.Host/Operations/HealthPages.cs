using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orleans.Muc.Host.Operations;

/// <summary>
/// <c>/health/live</c>: whether a new start would help, when it says no. <c>/health/ready</c>: whether clients are well served here. 200 or 503, and as text a word and a line for each thing looked
/// at; nothing secret.
/// </summary>
internal sealed class HealthPages(HealthCheckService checks) : IOperationsPage
{
    /// <summary>The tag of what both pages look at; all else is for readiness.</summary>
    public const string ForLife = "live";

    public void AddTo(IApplicationBuilder pages)
    {
        pages.Map("/health/live", live => live.Run(context => Answer(context, "live", check => check.Tags.Contains(ForLife))));
        pages.Map("/health/ready", ready => ready.Run(context => Answer(context, "ready", _ => true)));
    }

    private async Task Answer(HttpContext context, string word, Func<HealthCheckRegistration, bool> predicate)
    {
        var report = await checks.CheckHealthAsync(predicate, context.RequestAborted);
        var isGood = report.Status == HealthStatus.Healthy;
        var text = new StringBuilder(isGood ? word : "not " + word).Append('\n');
        foreach (var (name, entry) in report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            text.Append(name).Append(": ").Append(entry.Description ?? entry.Exception?.GetType().Name ?? entry.Status.ToString()).Append('\n');
        context.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
