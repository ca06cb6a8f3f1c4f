using System.Diagnostics;
using System.Net;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>Asks a server how it is.</summary>
internal sealed class Health(HostProcess host)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What <c>/health/live</c> or <c>/health/ready</c> says; null when nobody answers.</summary>
    public async Task<(HttpStatusCode Status, string Text)?> Ask(string page)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(host.Operations, "health/" + page));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception silence) when (silence is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks until it says so.</summary>
    public async Task<HttpStatusCode> Until(string page, Func<string, bool> says)
    {
        var since = Stopwatch.GetTimestamp();
        var last = "nothing";
        while (Stopwatch.GetElapsedTime(since) < Patience)
        {
            if (await Ask(page) is { } answer)
            {
                if (says(answer.Text))
                    return answer.Status;
                last = answer.Text;
            }

            await Task.Delay(10);
        }

        throw new ScenarioException($"/health/{page} did not say it within {Patience.TotalSeconds} s", got: last + host.Output + host.Errors);
    }
}
