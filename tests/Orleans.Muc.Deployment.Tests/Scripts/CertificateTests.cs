namespace Orleans.Muc.Deployment.Tests.Scripts;

/// <summary>What <c>infra/deploy</c> does about the certificate.</summary>
public sealed class CertificateTests
{
    private const string Own = "DNS:muc-dev-x.westeurope.cloudapp.azure.com";

    private static readonly Dictionary<string, string> Example = new() { ["MUC_DOMAIN"] = "example.org" };

    [Fact]
    public async Task In_prod_nobody_invents_a_certificate_and_none_is_noticed_at_once()
    {
        using var azure = FakeAzure.Ready("prod", "example.org");
        var run = await azure.Run("deploy", "prod --yes", settings: Example);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("infra/deploy prod --certificate FILE", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Called, FakeAzure.IsChange);
    }

    [Fact]
    public async Task Vault_that_is_taken_back_may_have_one()
    {
        using var azure = FakeAzure.Ready("prod", "example.org").Fact("deleted-vault", "kv-muc-prod-x").Fact("issuer", "Unknown\n").Fact("certificate", "DNS:example.org");
        var run = await azure.Run("deploy", "prod --yes", settings: Example);
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [Fact]
    public async Task Zone_that_is_made_here_may_be_needed_to_get_one()
    {
        using var azure = FakeAzure.Ready("prod", "example.org");
        var run = await azure.Run("deploy", "prod --yes", settings: new(Example) { ["MUC_HOST_DNS_ZONE"] = "true" });
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("this run ends when the zone of example.org is made", run.Errors, StringComparison.Ordinal);
        Assert.True(azure.Is("group"));
        Assert.False(azure.Is("image"));
    }

    [Fact]
    public async Task One_that_is_given_is_imported()
    {
        using var azure = FakeAzure.Ready().With("tls.pfx", Own);
        var run = await azure.Run("deploy", "dev --yes --certificate tls.pfx", settings: new() { ["MUC_CERTIFICATE_PASSWORD"] = "wherefore" });
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains(azure.Called, call => call.StartsWith("az keyvault certificate import --vault-name kv-muc-dev-x --name muc-tls --file tls.pfx", StringComparison.Ordinal));
        Assert.DoesNotContain("wherefore", run.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\nDNS:example.org\n-----BEGIN RSA PRIVATE KEY-----", "openssl pkcs8 -topk8 -nocrypt")]
    [InlineData("-----BEGIN CERTIFICATE-----\nDNS:example.org\n-----BEGIN EC PRIVATE KEY-----", "openssl pkcs8 -topk8 -nocrypt")]
    [InlineData("-----BEGIN CERTIFICATE-----\nDNS:example.org\n-----BEGIN ENCRYPTED PRIVATE KEY-----", "openssl pkcs8 -topk8 -nocrypt")]
    [InlineData("-----BEGIN CERTIFICATE-----\nDNS:example.org", "holds no key")]
    [InlineData("-----BEGIN PRIVATE KEY-----", "holds no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nDNS:example.com\n-----BEGIN PRIVATE KEY-----", "is not for example.org")]
    [InlineData("-----BEGIN CERTIFICATE-----\nDNS:*.example.org\n-----BEGIN PRIVATE KEY-----", "is not for example.org")]
    public async Task File_that_would_be_refused_is_refused_before_anything_is_made(string file, string told)
    {
        using var azure = FakeAzure.Ready("prod", "example.org").With("tls.pem", file);
        var run = await azure.Run("deploy", "prod --yes --certificate tls.pem", settings: Example);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(told, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(azure.Called, FakeAzure.IsChange);
    }

    [Theory]
    [InlineData("DNS:example.org, DNS:conference.example.org")]
    [InlineData("DNS:*.org")]
    [InlineData("DNS:example.com, othername")]
    public async Task One_in_the_vault_that_fits_stays(string names)
    {
        using var azure = FakeAzure.Ready("prod", "example.org").Fact("group", "westeurope").Fact("parameters", "MUC_DOMAIN=example.org").Fact("issuer", "Unknown\n").Fact("certificate", names);
        var run = await azure.Run("deploy", "prod --yes");
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.DoesNotContain(azure.Called, call => call.Contains("certificate import", StringComparison.Ordinal) || call.Contains("certificate create", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("prod", "Self\n")]
    [InlineData("dev", "Unknown\n")]
    public async Task One_in_the_vault_for_another_domain_is_not_used(string environment, string issuer)
    {
        using var azure = FakeAzure.Ready(environment, "example.org").Fact("group", "westeurope").Fact("parameters", "MUC_DOMAIN=example.org").Fact("issuer", issuer).Fact("certificate", "DNS:example.com");
        var run = await azure.Run("deploy", $"{environment} --yes");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the certificate in the key vault is not for example.org", run.Errors, StringComparison.Ordinal);
        Assert.Contains("it names: example.com.", run.Errors, StringComparison.Ordinal);
        Assert.False(azure.Is("image"));
    }

    [Fact]
    public async Task In_dev_a_self_signed_one_follows_the_domain()
    {
        using var azure = FakeAzure.Ready("dev", "example.org").Fact("group", "westeurope").Fact("parameters", "MUC_DOMAIN=").Fact("issuer", "Self\n").Fact("certificate", Own);
        var run = await azure.Run("deploy", "dev --yes --new-domain", settings: Example);
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Equal("DNS:example.org", azure.Known("certificate"));
    }

    [Fact]
    public async Task Vault_that_may_not_be_looked_into_is_not_taken_for_an_empty_one()
    {
        using var azure = FakeAzure.Ready().Fact("denied");
        var run = await azure.Run("deploy", "dev --yes");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("(Forbidden)", run.Errors, StringComparison.Ordinal);
        Assert.Contains("MUC_CERTIFICATE_OFFICERS", run.Errors, StringComparison.Ordinal);
        Assert.False(azure.Is("certificate"));
    }
}
