namespace Orleans.Muc.Deployment.Tests.Scripts;

/// <summary>What a person who runs <c>infra/destroy</c> sees, and what it does.</summary>
public sealed class DestroyTests
{
    [Theory]
    [InlineData("yes\n")]
    [InlineData("rg-muc-prod\n")]
    [InlineData("")]
    public async Task Without_the_name_of_the_group_nothing_is_destroyed(string answer)
    {
        using var azure = Ready();
        var run = await azure.Run("destroy", "dev", answer);
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("Nothing was destroyed.\n", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Called, call => call.Contains("delete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_its_name_the_group_goes_after_its_locks_and_what_remains_is_told()
    {
        using var azure = Ready().Fact("locks", "/locks/keep");
        var run = await azure.Run("destroy", "dev", "rg-muc-dev\n");
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.False(azure.Is("group"));
        var calls = azure.Called.ToList();
        Assert.InRange(calls.IndexOf("az lock delete --ids /locks/keep --output none"), 0, calls.IndexOf("az group delete --name rg-muc-dev --yes --output none"));
        Assert.Contains("kv-muc-dev-x, deleted but not gone", run.Errors, StringComparison.Ordinal);
        Assert.True(run.Errors.IndexOf("Tables can't be taken back", StringComparison.Ordinal) < run.Errors.IndexOf("Type the name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_name_may_be_given_beforehand_but_it_must_be_right()
    {
        using var azure = Ready();
        var wrong = await azure.Run("destroy", "dev --group rg-muc-prod");
        Assert.Equal(1, wrong.ExitCode);
        Assert.True(azure.Is("group"));
        Assert.Equal(0, (await azure.Run("destroy", "dev --group rg-muc-dev")).ExitCode);
        Assert.False(azure.Is("group"));
    }

    [Fact]
    public async Task Where_nothing_is_there_is_nothing_to_destroy()
    {
        FakeAzure.SkipWithoutBash();
        using var azure = new FakeAzure();
        var run = await azure.Run("destroy", "dev");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("nothing to destroy", run.Errors, StringComparison.Ordinal);
    }

    private static FakeAzure Ready()
    {
        FakeAzure.SkipWithoutBash();
        return new FakeAzure().Fact("group", "westeurope");
    }
}
