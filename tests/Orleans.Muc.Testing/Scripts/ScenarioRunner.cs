using System.Net;

namespace Orleans.Muc.Testing;

/// <summary>
/// Runs scripts against a server. The clients of a script are spread over the gateways in turn, so the same scripts run on one
/// process or on several silos. Before a script its accounts are registered; after it, whatever its outcome, its rooms end and its
/// accounts are removed, so that scripts can follow one another on one server.
/// </summary>
/// <param name="gateways">Where clients connect; the n-th client of a script takes the n-th, then from the start again.</param>
/// <param name="options">How to run; the defaults when null.</param>
public sealed class ScenarioRunner(IReadOnlyList<IPEndPoint> gateways, ScenarioOptions? options = null)
{
    private readonly ScenarioOptions _options = options ?? new ScenarioOptions();

    /// <summary>Runs a script file.</summary>
    /// <exception cref="ScenarioException">A step did not go as written: file, line, who, expected, got.</exception>
    public Task RunAsync(string path) => RunAsync(ScriptParser.ParseFile(path, _options.Domains));

    /// <summary>Runs a script.</summary>
    /// <exception cref="ScenarioException">A step did not go as written: file, line, who, expected, got.</exception>
    public async Task RunAsync(Script script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var people = script.Clients.Select((client, i) => (client with { Mechanism = client.Mechanism ?? _options.Mechanism }, gateways[i % gateways.Count])).ToList();
        var accounts = people.DistinctBy(person => person.Item1.BareJid).ToList();
        var run = new ScenarioRun(script, people, _options);
        try
        {
            foreach (var (account, gateway) in accounts)
                await SetUpAsync(script, account, gateway);
            await run.PlayAsync();
        }
        finally
        {
            await run.DisposeAsync();
            foreach (var (account, gateway) in accounts)
                await CleanUpAsync(account, gateway, run.RoomsOf(account.BareJid));
        }
    }

    private static async Task SetUpAsync(Script script, ClientSettings account, IPEndPoint gateway)
    {
        try
        {
            await TestAccounts.RegisterAsync(account, gateway);
        }
        catch (ScenarioException failure)
        {
            throw failure.At($"{Path.GetFileName(script.Path)}, set-up of {account.BareJid}");
        }
    }

    private static async Task CleanUpAsync(ClientSettings account, IPEndPoint gateway, IReadOnlyCollection<string> rooms)
    {
        try
        {
            await TestAccounts.RemoveAsync(account, gateway, rooms);
        }
        catch (ScenarioException)
        {
            // The server is gone; the step that found out has said so.
        }
    }
}
