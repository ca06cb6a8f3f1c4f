namespace Orleans.Muc.Scenarios;

/// <summary>Every script of this project, one after the other on one server that keeps its data in a file.</summary>
public sealed class ScenarioTests(SqliteHost server) : IClassFixture<SqliteHost>
{
    public static TheoryData<string> Scripts => ScriptFiles.Own();

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Script_is_played_as_written(string script) => server.PlayAsync(ScriptFiles.OwnPath(script));
}
