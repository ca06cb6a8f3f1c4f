using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Scripts;

/// <summary>Shellcheck has nothing to say against any shell script.</summary>
public sealed class ShellcheckTests
{
    [Fact]
    public async Task No_script_has_a_finding()
    {
        string[] scripts = ["infra/deploy", "infra/destroy", .. Directory.EnumerateFiles(SourceTree.Inside("infra"), "*.sh").Select(file => "infra/" + Path.GetFileName(file)).Order()];
        var run = await ProgramRun.Of(Tools.Find("shellcheck"), ["--external-sources", .. scripts], SourceTree.Root);
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [Theory]
    [InlineData("deploy")]
    [InlineData("destroy")]
    public void Who_clones_may_run_it(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no such permission.");
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(SourceTree.Inside("infra", script)).HasFlag(UnixFileMode.UserExecute));
    }
}
