namespace Orleans.Muc.Deployment.Tests.Programs;

/// <summary>A program that isn't there is no reason to pass where it must be.</summary>
public sealed class ToolsTests
{
    [Fact]
    public void Missing_program_is_a_failure_where_programs_are_required()
    {
        var failure = Assert.ThrowsAny<Exception>(() => Tools.Find("no-such-program", "required"));
        // A skipped test would be thrown through.
        Assert.StartsWith("no-such-program isn't installed here.", failure.Message, StringComparison.Ordinal);
    }
}
