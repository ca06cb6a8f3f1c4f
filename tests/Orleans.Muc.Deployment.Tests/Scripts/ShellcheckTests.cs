using Orleans.Muc.Deployment.Tests.Programs;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Scripts;

/// <summary>Shellcheck has nothing to say against any shell script.</summary>
public sealed class ShellcheckTests
{
    [Fact]
    public async Task No_script_has_a_finding()
    {
        var shellcheck = ProgramRun.OnPath("shellcheck");
        Assert.SkipWhen(shellcheck is null, "shellcheck is not installed.");
        string[] scripts = ["infra/deploy", "infra/destroy", "infra/steps.sh"];
        var run = await ProgramRun.Of(shellcheck!, ["--external-sources", .. scripts], SourceTree.Root);
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
