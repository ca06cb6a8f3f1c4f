using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>The scripts that lie beside the repository, in strict mode, on one server that keeps its data in memory.</summary>
public sealed class SharedScenarioTests(MemoryHost server) : IClassFixture<MemoryHost>
{
    public static TheoryData<string> Scripts => ScriptFiles.Shared();

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Shared_script_is_played_as_written(string script) => server.PlayAsync(ScriptFiles.SharedPath(script));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Absent_members_are_shown_by_a_server_that_has_just_been_set_up(int time)
    {
        var script = ScriptFiles.SharedPath("muc_show_offline.scs");
        using var data = new TemporaryDirectory();
        await using var host = await HostProcess.StartAsync(new HostSettings { DataDirectory = data.Inside($"data{time}") });
        await new ScenarioRunner([host.Gateway]).RunAsync(script);
    }
}
