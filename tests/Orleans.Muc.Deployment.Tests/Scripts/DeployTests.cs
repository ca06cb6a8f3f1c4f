using Orleans.Muc.Testing;

namespace Orleans.Muc.Deployment.Tests.Scripts;

/// <summary>What a person who runs <c>infra/deploy</c> sees, and what it does to Azure and the cluster.</summary>
public sealed class DeployTests
{
    [Fact]
    public async Task First_it_shows_then_it_asks_then_it_makes()
    {
        using var azure = FakeAzure.Ready();
        var run = await azure.Run("deploy", "dev", "yes\n");
        Assert.True(run.ExitCode == 0, run.Everything);
        var first = azure.Called.First(FakeAzure.IsChange);
        Assert.StartsWith("az deployment sub create --name muc-dev --location westeurope", first, StringComparison.Ordinal);
        var shown = Array.FindIndex(azure.Called, call => call.StartsWith("az deployment sub what-if", StringComparison.Ordinal));
        Assert.InRange(shown, 0, Array.IndexOf(azure.Called, first) - 1);
        Assert.True(run.Errors.IndexOf("[2/8]", StringComparison.Ordinal) < run.Errors.IndexOf("Make these changes in subscription Verona? (yes/no)", StringComparison.Ordinal));
        Assert.Contains("Connect to muc-dev-x.westeurope.cloudapp.azure.com (192.0.2.1), port 5222 (STARTTLS) or 5223 (TLS)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no\n")]
    [InlineData("y\n")]
    [InlineData("")]
    public async Task Without_a_yes_nothing_is_changed(string answer)
    {
        using var azure = FakeAzure.Ready();
        var run = await azure.Run("deploy", "dev", answer);
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("Nothing was changed.\n", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Called, FakeAzure.IsChange);
    }

    [Fact]
    public async Task What_if_changes_nothing_and_needs_no_kubectl()
    {
        using var azure = FakeAzure.Ready().Without("kubectl", "git");
        var run = await azure.Run("deploy", "dev --what-if");
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.DoesNotContain(azure.Called, FakeAzure.IsChange);
        Assert.Contains(azure.Called, call => call.Contains("what-if", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_run_builds_no_image_and_makes_no_certificate()
    {
        using var azure = FakeAzure.Ready();
        Assert.Equal(0, (await azure.Run("deploy", "dev --yes")).ExitCode);
        var before = azure.Called.Length;
        var run = await azure.Run("deploy", "dev --yes");
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Equal(["az deployment sub create", "kubectl apply --kustomize"], azure.Called[before..].Where(FakeAzure.IsChange).Select(call => string.Join(' ', call.Split(' ')[..(call[0] == 'a' ? 4 : 3)])));
    }

    [Fact]
    public async Task The_manifests_get_what_bicep_made()
    {
        using var azure = FakeAzure.Ready();
        var run = await azure.Run("deploy", "dev --yes");
        Assert.True(run.ExitCode == 0, run.Everything);
        var site = await File.ReadAllLinesAsync(azure.Inside("artifacts/deploy/dev/kubernetes/site/site.env"));
        Assert.Equal(
            [
                "image=crmucdevx.azurecr.io/orleans-muc:0123456789ab", "domain=muc-dev-x.westeurope.cloudapp.azure.com", "service=conference.muc-dev-x.westeurope.cloudapp.azure.com",
                "tableServiceUri=https://stmucdevx.table.core.windows.net", "blobServiceUri=https://stmucdevx.blob.core.windows.net", "keyVaultName=kv-muc-dev-x", "certificateName=muc-tls",
                "workloadClientId=client-1", "tenantId=tenant-1", "publicIpName=pip-muc-dev", "resourceGroupName=rg-muc-dev",
            ],
            site);
        Assert.Contains($"kubectl apply --kustomize {azure.Inside("artifacts/deploy/dev/kubernetes/overlays/dev")}", azure.Called);
        Assert.Equal(["Muc__Registration__Open=true"], await File.ReadAllLinesAsync(azure.Inside("artifacts/deploy/dev/kubernetes/site/settings.env")));
    }

    [Fact]
    public async Task It_waits_for_the_silos_and_then_for_the_address()
    {
        using var azure = FakeAzure.Ready();
        Assert.Equal(0, (await azure.Run("deploy", "dev --yes")).ExitCode);
        Assert.Equal(
            [
                "kubectl --namespace muc rollout status deployment/orleans-muc --timeout=60m",
                "kubectl --namespace muc wait service/orleans-muc --for=jsonpath={.status.loadBalancer.ingress[0].ip}=192.0.2.1 --timeout=5m",
            ],
            azure.Called[^2..]);
    }

    [Fact]
    public async Task The_site_has_the_names_that_the_manifests_know()
    {
        using var azure = FakeAzure.Ready();
        var known = Names(await File.ReadAllLinesAsync(azure.Inside("infra/kubernetes/site/site.env")));
        Assert.Equal(0, (await azure.Run("deploy", "dev --yes")).ExitCode);
        Assert.Equal(known, Names(await File.ReadAllLinesAsync(azure.Inside("artifacts/deploy/dev/kubernetes/site/site.env"))));
    }

    [Fact]
    public async Task The_outputs_are_those_of_main()
    {
        FakeAzure.SkipWithoutBash();
        var script = await File.ReadAllTextAsync(SourceTree.Inside("infra", "deploy"));
        var asked = System.Text.RegularExpressions.Regex.Matches(script, @"(\w+)\.value").Select(match => match.Groups[1].Value).Distinct().ToList();
        var there = Bicep.BicepText.Declarations(Bicep.BicepText.Main).Where(one => one.Kind == "output").Select(one => one.Name);
        Assert.Equal(15, asked.Count);
        Assert.Empty(asked.Except(there));
    }

    [Fact]
    public async Task Missing_programs_are_told_all_at_once()
    {
        using var azure = FakeAzure.Ready().Without("az", "kubectl", "kubelogin");
        var run = await azure.Run("deploy", "dev", settings: new() { ["MUC_ADMIN_GROUPS"] = "group-1" });
        Assert.Equal(1, run.ExitCode);
        Assert.All(["az:", "kubectl:", "kubelogin:"], tool => Assert.Contains("\n  " + tool, run.Errors, StringComparison.Ordinal));
        Assert.Contains("What to do: ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", "", "dev", "az login")]
    [InlineData("kustomize", "v4.5.7", "dev", "az aks install-cli")]
    [InlineData("group", "northeurope", "dev --location westeurope", "rg-muc-dev is in northeurope already")]
    [InlineData("forbidden", "", "dev --yes", "User Access Administrator")]
    [InlineData("broken", "", "dev --yes", "az deployment sub show --name muc-dev")]
    [InlineData("stuck", "", "dev --yes", "logs deployment/orleans-muc")]
    [InlineData("addressless", "", "dev --yes", "describe service orleans-muc")]
    [InlineData("broken", "", "dev --yes", "RoleAssignmentUpdateNotPermitted")]
    [InlineData("outputs", "aks-muc-dev", "dev --yes", "lacks an output")]
    [InlineData("any", "", "prod", "export MUC_DOMAIN=")]
    [InlineData("any", "", "dev --certificate nowhere.pem", "nowhere.pem")]
    public async Task A_fault_says_what_to_do(string fact, string text, string arguments, string told)
    {
        using var azure = FakeAzure.Ready().Fact(fact, text);
        var run = await azure.Run("deploy", arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Failed: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("What to do: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(told, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vault_of_a_destroyed_environment_is_taken_back_after_the_yes()
    {
        using var azure = FakeAzure.Ready().Fact("deleted-vault", "kv-muc-dev-x");
        Assert.Equal(1, (await azure.Run("deploy", "dev", "no\n")).ExitCode);
        Assert.True(azure.Is("deleted-vault"));
        var run = await azure.Run("deploy", "dev", "yes\n");
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.False(azure.Is("deleted-vault"));
        Assert.StartsWith("az group create --name rg-muc-dev --location westeurope", azure.Called.First(FakeAzure.IsChange), StringComparison.Ordinal);
    }

    /// <summary>Its name has the region in it.</summary>
    [Fact]
    public async Task A_vault_that_was_destroyed_elsewhere_stays_there()
    {
        using var azure = FakeAzure.Ready().Fact("deleted-vault", "kv-muc-dev-x");
        var run = await azure.Run("deploy", "dev --yes --location northeurope");
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.True(azure.Is("deleted-vault"));
    }

    [Fact]
    public async Task What_is_not_committed_gets_a_tag_of_its_own()
    {
        using var azure = FakeAzure.Ready().Fact("uncommitted", " M README.md");
        Assert.Equal(0, (await azure.Run("deploy", "dev --yes")).ExitCode);
        var build = Assert.Single(azure.Called, call => call.StartsWith("az acr build", StringComparison.Ordinal));
        Assert.Matches(@"--image orleans-muc:0123456789ab-\d{14} --file infra/docker/Dockerfile \.$", build);
    }

    [Theory]
    [InlineData("")]
    [InlineData("staging")]
    [InlineData("dev --force")]
    [InlineData("dev --tag")]
    public async Task Wrong_arguments_are_answered_with_the_usage(string arguments)
    {
        using var azure = FakeAzure.Ready();
        var run = await azure.Run("deploy", arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("infra/deploy ENVIRONMENT [options]", run.Errors, StringComparison.Ordinal);
        Assert.Empty(azure.Called);
    }

    private static IEnumerable<string> Names(IEnumerable<string> lines) =>
        lines.Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#').Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal);
}
