using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orleans.Muc.Deployment.Tests.Bicep;

/// <summary>What a deployment of each environment would make.</summary>
public sealed partial class EnvironmentTests
{
    /// <summary>What infra/deploy and the manifests read.</summary>
    private static readonly string[] Outputs =
    [
        "admins", "blobServiceUri", "certificateName", "clusterName", "domain", "keyVaultName", "location", "nameServers", "publicHostName", "publicIpAddress",
        "publicIpName", "registration", "registryLoginServer", "registryName", "resourceGroupName", "storageName", "tableServiceUri", "tenantId", "workloadClientId",
    ];

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Roles_are_assigned_exactly_as_listed(string environment)
    {
        var prediction = await Prediction.Of(environment);
        var assigned = prediction.OfType("Microsoft.Authorization/roleAssignments").Select(Assignment).Order();
        Assert.Equal(
            new[]
            {
                $"cluster {Roles.NetworkContributor} publicIPAddresses",
                $"cluster {Roles.NetworkContributor} subnets",
                $"kubelet {Roles.AcrPull} registries",
                $"silos {Roles.TableDataContributor} storageAccounts",
                $"silos {Roles.BlobDataContributor} storageAccounts",
            },
            assigned);
        Assert.Empty(prediction.OfType("Microsoft.Authorization/roleDefinitions"));
    }

    [Theory]
    [InlineData("dev", "Standard_LRS", 7)]
    [InlineData("prod", "Standard_ZRS", 30)]
    public async Task The_storage_account_is_hard_and_recoverable(string environment, string replication, int days)
    {
        var prediction = await Prediction.Of(environment);
        var account = prediction.TheOnly("Microsoft.Storage/storageAccounts");
        Assert.Equal(replication, account.Text("sku.name"));
        Assert.Equal("StorageV2", account.Text("kind"));
        Assert.Equal("false", account.Text("properties.allowSharedKeyAccess"));
        Assert.Equal("false", account.Text("properties.allowBlobPublicAccess"));
        Assert.Equal("TLS1_2", account.Text("properties.minimumTlsVersion"));
        Assert.Equal("true", account.Text("properties.supportsHttpsTrafficOnly"));
        Assert.Equal("Deny", account.Text("properties.networkAcls.defaultAction"));
        Assert.Single(account.At("properties.networkAcls.virtualNetworkRules")!.AsArray());
        var blobs = prediction.TheOnly("Microsoft.Storage/storageAccounts/blobServices");
        foreach (var policy in new[] { "deleteRetentionPolicy", "containerDeleteRetentionPolicy" })
        {
            Assert.Equal("true", blobs.Text($"properties.{policy}.enabled"));
            Assert.Equal(days, (int)blobs.At($"properties.{policy}.days")!);
        }

        Assert.Equal(environment == "prod" ? 1 : 0, prediction.OfType("Microsoft.Authorization/locks").Count());
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Silos_get_their_identity_by_federation(string environment)
    {
        var prediction = await Prediction.Of(environment);
        var cluster = prediction.TheOnly("Microsoft.ContainerService/managedClusters");
        Assert.Equal("true", cluster.Text("properties.oidcIssuerProfile.enabled"));
        Assert.Equal("true", cluster.Text("properties.securityProfile.workloadIdentity.enabled"));
        var credential = prediction.TheOnly("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials");
        Assert.Equal("system:serviceaccount:muc:orleans-muc", credential.Text("properties.subject"));
        Assert.Equal("api://AzureADTokenExchange", credential.Text("properties.audiences.0"));
        Assert.Contains("oidcIssuerProfile.issuerURL", credential.Text("properties.issuer"), StringComparison.Ordinal);
        Assert.Contains("-silos/", credential.Text("id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prod_survives_a_zone()
    {
        var prediction = await Prediction.Of("prod");
        var pools = prediction.TheOnly("Microsoft.ContainerService/managedClusters").At("properties.agentPoolProfiles")!.AsArray();
        Assert.Equal(["system", "silos"], pools.Select(pool => pool.Text("name")));
        Assert.All(pools, pool => Assert.Equal(["1", "2", "3"], pool.At("availabilityZones")!.AsArray().Select(zone => (string?)zone)));
        Assert.All(pools, pool => Assert.True((int)pool.At("minCount")! >= 3));
        Assert.Equal("CriticalAddonsOnly=true:NoSchedule", pools[0].Text("nodeTaints.0"));
        Assert.Equal(3, prediction.TheOnly("Microsoft.Network/publicIPAddresses").At("zones")!.AsArray().Count);
    }

    [Fact]
    public async Task Prod_is_administered_by_its_groups_from_their_addresses()
    {
        var prediction = await Prediction.Of("prod");
        var cluster = prediction.TheOnly("Microsoft.ContainerService/managedClusters");
        Assert.Equal("true", cluster.Text("properties.disableLocalAccounts"));
        Assert.Equal(2, cluster.At("properties.aadProfile.adminGroupObjectIDs")!.AsArray().Count);
        Assert.Equal("203.0.113.0/24", cluster.Text("properties.apiServerAccessProfile.authorizedIPRanges.0"));
        var vault = prediction.TheOnly("Microsoft.KeyVault/vaults");
        Assert.Equal("Deny", vault.Text("properties.networkAcls.defaultAction"));
        Assert.Equal("true", vault.Text("properties.enablePurgeProtection"));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task The_silos_may_get_the_certificate_and_do_nothing_else_in_the_vault(string environment)
    {
        var vault = (await Prediction.Of(environment)).TheOnly("Microsoft.KeyVault/vaults");
        Assert.Equal("false", vault.Text("properties.enableRbacAuthorization"));
        var silos = Assert.Single(vault.At("properties.accessPolicies")!.AsArray(), policy => policy.Text("objectId")!.Contains("-silos'", StringComparison.Ordinal));
        Assert.Equal("""{"secrets":["get"]}""", silos.At("permissions")!.ToJsonString());
        Assert.Equal(2, vault.At("properties.accessPolicies")!.AsArray().Count);
    }

    [Theory]
    [InlineData("dev", "[deployer().objectId]")]
    [InlineData("prod", "55555555-5555-5555-5555-555555555555")]
    public async Task Officers_of_prod_are_a_group_and_in_dev_it_is_whoever_deploys(string environment, string officer)
    {
        var vault = (await Prediction.Of(environment)).TheOnly("Microsoft.KeyVault/vaults");
        var policy = Assert.Single(vault.At("properties.accessPolicies")!.AsArray(), policy => policy.At("permissions.certificates") is not null);
        Assert.Equal(officer, policy.Text("objectId"));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Who_may_make_accounts_and_who_administers_is_kept_with_the_deployment(string environment)
    {
        var outputs = (await Prediction.Of(environment)).Outputs;
        Assert.Equal("open", outputs.Text("registration"));
        Assert.Equal(["juliet@example.org", "romeo@example.org"], outputs.At("admins")!.AsArray().Select(jid => (string?)jid));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Outputs_are_those_that_the_deploy_script_reads(string environment)
    {
        var prediction = await Prediction.Of(environment);
        Assert.Equal(Outputs, prediction.Outputs.Select(output => output.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("listKeys", prediction.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ConnectionString", prediction.Outputs.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Clients_reach_their_ports_and_nothing_else_is_open(string environment)
    {
        var rules = (await Prediction.Of(environment)).TheOnly("Microsoft.Network/networkSecurityGroups").At("properties.securityRules")!.AsArray();
        var inward = Assert.Single(rules, rule => rule.Text("properties.direction") == "Inbound");
        Assert.Equal(["5222", "5223"], inward.At("properties.destinationPortRanges")!.AsArray().Select(port => (string?)port));
    }

    [Fact]
    public async Task A_hosted_zone_has_the_address_and_says_where_the_ports_are()
    {
        var prediction = await Prediction.Of("prod");
        Assert.Equal("example.org", prediction.TheOnly("Microsoft.Network/dnsZones").Text("name"));
        Assert.Equal("@", prediction.TheOnly("Microsoft.Network/dnsZones/A").Text("name")!.Split('/')[^1]);
        var ports = prediction.OfType("Microsoft.Network/dnsZones/SRV").ToDictionary(record => record.Text("name")!.Split('/')[^1], record => (int)record.At("properties.SRVRecords.0.port")!);
        Assert.Equal(5222, ports["_xmpp-client._tcp"]);
        Assert.Equal(5223, ports["_xmpps-client._tcp"]);
    }

    [Fact]
    public async Task Every_alert_becomes_a_rule_that_tells_somebody()
    {
        var prediction = await Prediction.Of("prod");
        var rules = prediction.TheOnly("Microsoft.AlertsManagement/prometheusRuleGroups").At("properties.rules")!.AsArray();
        var written = File.ReadLines(BicepText.Alerts).Where(line => line.TrimStart().StartsWith("- alert: ", StringComparison.Ordinal)).Select(line => line.Trim()["- alert: ".Length..]);
        Assert.Equal(written, rules.Select(rule => rule.Text("alert")));
        Assert.All(rules, rule => Assert.Matches("^PT[0-9]+[MH]$", rule.Text("for")));
        Assert.All(rules, rule => Assert.Single(rule.At("actions")!.AsArray()));
        Assert.Equal("nurse@example.org", prediction.TheOnly("Microsoft.Insights/actionGroups").Text("properties.emailReceivers.0.emailAddress"));
    }

    /// <summary>"who role what": whose principal, the id of the role, the type of what it is about.</summary>
    private static string Assignment(JsonNode assignment)
    {
        var principal = assignment.Text("properties.principalId")!;
        var who = principal.Contains("identityProfile.kubeletidentity", StringComparison.Ordinal) ? "kubelet" : Identity().Match(principal).Groups[1].Value;
        var about = Scope().Match(assignment.Text("id")!).Groups[1].Value;
        return $"{who} {assignment.Text("properties.roleDefinitionId")!.Split('/')[^1]} {about}";
    }

    [GeneratedRegex(@"userAssignedIdentities/id-\w+-\w+-(\w+)'")]
    private static partial Regex Identity();

    [GeneratedRegex(@"/(\w+)/[\w-]+(?:/providers/|', ')Microsoft\.Authorization/roleAssignments")]
    private static partial Regex Scope();
}
