namespace Orleans.Muc.Deployment.Tests.Scripts;

/// <summary>What <c>infra/deploy</c> is told by variables holds until somebody says something else.</summary>
public sealed class VariablesTests
{
    private const string Group = "33333333-3333-3333-3333-333333333333";

    [Fact]
    public async Task What_is_not_said_again_stays()
    {
        using var azure = FakeAzure.Ready("prod", "example.org").With("tls.pem", Certificate);
        Dictionary<string, string> said = new()
        {
            ["MUC_DOMAIN"] = "example.org",
            ["MUC_REGISTRATION"] = "open",
            ["MUC_ADMINS"] = "juliet@example.org romeo@example.org",
            ["MUC_ALERT_EMAILS"] = "nurse@example.org, friar@example.org",
            ["MUC_ADMIN_GROUPS"] = Group,
            ["MUC_OPERATOR_RANGES"] = "203.0.113.0/24",
            ["MUC_CERTIFICATE_OFFICERS"] = Group,
        };
        var first = await azure.Run("deploy", "prod --yes --certificate tls.pem", settings: said);
        Assert.True(first.ExitCode == 0, first.Everything);
        var before = azure.Known("parameters");
        Assert.Contains("MUC_ALERT_EMAILS=nurse@example.org,friar@example.org", before, StringComparison.Ordinal);
        var second = await azure.Run("deploy", "prod --yes");
        Assert.True(second.ExitCode == 0, second.Everything);
        Assert.Equal(before, azure.Known("parameters"));
        Assert.Contains($"MUC_ADMIN_GROUPS stays \"{Group}\"", second.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("changes:", second.Errors, StringComparison.Ordinal);
        Assert.Equal(2, azure.Called.Count(call => call.StartsWith("kubelogin convert-kubeconfig", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("MUC_ALERT_EMAILS", "", "MUC_ALERT_EMAILS changes: \"nurse@example.org\" becomes \"\"")]
    [InlineData("MUC_ALERT_EMAILS", "friar@example.org", "MUC_ALERT_EMAILS changes: \"nurse@example.org\" becomes \"friar@example.org\"")]
    [InlineData("MUC_REGISTRATION", "", "MUC_REGISTRATION changes: \"open\" becomes \"closed\"")]
    public async Task What_changes_is_told_before_the_question(string variable, string value, string told)
    {
        using var azure = FakeAzure.Ready("prod", "example.org").Fact("group", "westeurope").Fact("parameters", "MUC_DOMAIN=example.org\nMUC_REGISTRATION=open\nMUC_ALERT_EMAILS=nurse@example.org");
        var run = await azure.Run("deploy", "prod", "no\n", new() { [variable] = value });
        Assert.Equal(1, run.ExitCode);
        Assert.InRange(run.Errors.IndexOf(told, StringComparison.Ordinal), 0, run.Errors.IndexOf("(yes/no)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dev", "", "the domain is the one that Azure gives the address, not example.com")]
    [InlineData("dev", "example.org", "the domain is example.org, not example.com")]
    [InlineData("prod", "example.org", "the domain is example.org, not example.com")]
    public async Task Domain_changes_only_when_it_is_wanted(string environment, string before, string told)
    {
        using var azure = FakeAzure.Ready(environment, "example.com").Fact("group", "westeurope").Fact("parameters", $"MUC_DOMAIN={before}");
        var refused = await azure.Run("deploy", $"{environment} --yes", settings: new() { ["MUC_DOMAIN"] = "example.com" });
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(told, refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Called, FakeAzure.IsChange);
        azure.With("tls.pem", Certificate.Replace("example.org", "example.com", StringComparison.Ordinal));
        var wanted = await azure.Run("deploy", $"{environment} --yes --new-domain --certificate tls.pem", settings: new() { ["MUC_DOMAIN"] = "example.com" });
        Assert.True(wanted.ExitCode == 0, wanted.Everything);
    }

    [Fact]
    public async Task Nothing_is_guessed_where_Azure_has_forgotten()
    {
        using var azure = FakeAzure.Ready("prod", "example.org").Fact("group", "westeurope");
        var run = await azure.Run("deploy", "prod --yes", settings: new() { ["MUC_DOMAIN"] = "example.org", ["MUC_ADMINS"] = "" });
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("undone: MUC_REGISTRATION MUC_HOST_DNS_ZONE MUC_ALERT_EMAILS MUC_ADMIN_GROUPS MUC_OPERATOR_RANGES MUC_CERTIFICATE_OFFICERS\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azure_that_does_not_answer_is_not_taken_for_one_that_has_forgotten()
    {
        using var azure = FakeAzure.Ready().Fact("offline");
        var run = await azure.Run("deploy", "dev --yes");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("(AuthorizationFailed)", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Called, FakeAzure.IsChange);
    }

    [Theory]
    [InlineData("dev", null, "true", "anybody who connects may make an account")]
    [InlineData("dev", "closed", "false", "nobody can make an account")]
    [InlineData("prod", null, "false", "nobody can make an account: MUC_REGISTRATION=open infra/deploy prod")]
    [InlineData("prod", "open", "true", "anybody who connects may make an account")]
    public async Task Who_may_make_an_account_is_set_and_told(string environment, string? registration, string open, string told)
    {
        using var azure = FakeAzure.Ready(environment, "example.org").With("tls.pem", Certificate);
        var settings = new Dictionary<string, string> { ["MUC_DOMAIN"] = "example.org", ["MUC_ADMINS"] = "juliet@example.org, romeo@example.org" };
        if (registration is not null)
            settings["MUC_REGISTRATION"] = registration;
        var run = await azure.Run("deploy", $"{environment} --yes --certificate tls.pem", settings: settings);
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Equal(
            [$"Muc__Registration__Open={open}", "Muc__Admins__0=juliet@example.org", "Muc__Admins__1=romeo@example.org"],
            await File.ReadAllLinesAsync(azure.Inside($"artifacts/deploy/{environment}/kubernetes/site/settings.env")));
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MUC_REGISTRATION", "yes")]
    [InlineData("MUC_ADMINS", "juliet")]
    [InlineData("MUC_ADMINS", "romeo@example.org juliet@example.org/balcony")]
    public async Task What_makes_no_sense_is_refused(string variable, string value)
    {
        using var azure = FakeAzure.Ready();
        var run = await azure.Run("deploy", "dev --yes", settings: new() { [variable] = value });
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Failed: {variable} ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Called, FakeAzure.IsChange);
    }

    /// <summary>What the files of parameters read is what the script knows, or it would not be remembered.</summary>
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Variables_are_those_of_the_parameters(string environment)
    {
        var file = Bicep.BicepText.Environments.Single(name => Path.GetFileNameWithoutExtension(name) == environment);
        var read = System.Text.RegularExpressions.Regex.Matches(await File.ReadAllTextAsync(file), @"readEnvironmentVariable\('(\w+)'").Select(match => match.Groups[1].Value);
        using var azure = FakeAzure.Ready(environment).Fact("group", "westeurope");
        var run = await azure.Run("deploy", environment);
        var known = run.Errors[(run.Errors.IndexOf("undone:", StringComparison.Ordinal) + 7)..].Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(read.Order(), known.Order());
    }

    private const string Certificate = "-----BEGIN CERTIFICATE-----\nDNS:example.org, DNS:conference.example.org\n-----BEGIN PRIVATE KEY-----\n";
}
