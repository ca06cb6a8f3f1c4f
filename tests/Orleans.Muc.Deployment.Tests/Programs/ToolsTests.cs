namespace Orleans.Muc.Deployment.Tests.Programs;

/// <summary>A program that isn't there is told in one way or the other.</summary>
public sealed class ToolsTests
{
    [Fact]
    public void Missing_program_is_a_failure_where_programs_are_required()
    {
        var failure = Assert.ThrowsAny<Exception>(() => Tools.Find("no-such-program", "required"));
        Assert.StartsWith("no-such-program isn't installed here.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_program_skips_a_test_elsewhere()
    {
        var skipped = Assert.ThrowsAny<Exception>(() => Tools.Find("no-such-program", ""));
        Assert.Contains("no-such-program isn't installed here.", skipped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("required", skipped.Message, StringComparison.Ordinal);
    }
}
