namespace Orleans.Muc.Deployment.Tests.Programs;

/// <summary>Programs that judge what lies here and that not everybody has installed.</summary>
internal static class Tools
{
    /// <summary>The variable that, when it is <c>required</c>, makes a missing program a failure.</summary>
    public const string Variable = "MUC_TOOLS";

    /// <summary>Where a program lies. Where it isn't installed the test is skipped, or fails when <see cref="Variable"/> says so.</summary>
    public static string Find(string program) => Find(program, Environment.GetEnvironmentVariable(Variable));

    public static string Find(string program, string? wanted)
    {
        if (ProgramRun.OnPath(program) is { } path)
            return path;
        Missing($"{program} isn't installed here.", wanted);
        return "";
    }

    /// <summary>Skips a test that has no program to go on with, or fails it.</summary>
    public static void Missing(string reason) => Missing(reason, Environment.GetEnvironmentVariable(Variable));

    private static void Missing(string reason, string? wanted)
    {
        if (wanted == "required")
            Assert.Fail($"{reason} {Variable} is \"required\".");
        Assert.Skip(reason);
    }
}
