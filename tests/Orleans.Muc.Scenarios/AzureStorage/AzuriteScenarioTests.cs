using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.AzureStorage;

/// <summary>Scripts on a server that keeps its data in the emulator: one of each folder, and one that was given.</summary>
public sealed class AzuriteScenarioTests(AzuriteHost server) : IClassFixture<AzuriteHost>, IAsyncLifetime
{
    public static TheoryData<string> Scripts => ScriptFiles.FirstOwn();

    /// <summary>Skips the test where there is no emulator.</summary>
    public async ValueTask InitializeAsync() => await AzuriteServer.SharedAsync();

    public ValueTask DisposeAsync() => default;

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task A_script_is_played_as_written(string script) => server.PlayAsync(ScriptFiles.OwnPath(script));

    [Fact]
    public Task Absent_members_are_shown() => server.PlayAsync(ScriptFiles.SharedPath("muc_show_offline.scs"));

    [Fact]
    public void The_greeting_names_the_storage() => Assert.Contains("storage: Azure tables at http://127.0.0.1:", server.Host.Output, StringComparison.Ordinal);
}
