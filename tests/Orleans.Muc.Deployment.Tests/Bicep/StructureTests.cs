using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orleans.Muc.Deployment.Tests.Bicep;

/// <summary>What can be seen without a Bicep CLI.</summary>
public sealed partial class StructureTests
{
    [Fact]
    public void Every_module_is_used_by_main()
    {
        var main = File.ReadAllText(BicepText.Main);
        Assert.True(BicepText.Modules.Count() >= 10);
        Assert.All(BicepText.Modules, module => Assert.Contains($"'{BicepText.Name(module)}'", main, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_main_uses_is_there()
    {
        var used = Uses().Matches(File.ReadAllText(BicepText.Main)).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, path => Assert.True(File.Exists(Path.Combine(BicepText.Folder, path)), path));
    }

    [Fact]
    public void Every_parameter_output_and_type_is_described()
    {
        var all = BicepText.Templates.SelectMany(BicepText.Declarations).ToList();
        Assert.True(all.Count > 60, $"Only {all.Count} were found.");
        Assert.DoesNotContain(all, one => !one.IsDescribed);
    }

    [Fact]
    public void Every_module_is_in_the_README()
    {
        var page = File.ReadAllText(Path.Combine(BicepText.Folder, "README.md"));
        Assert.All(BicepText.Modules, module => Assert.Contains($"({BicepText.Name(module)})", page, StringComparison.Ordinal));
    }

    [Fact]
    public void What_sounds_secret_is_secure_and_no_secret_has_a_default()
    {
        var parameters = BicepText.Templates.SelectMany(BicepText.Declarations).Where(one => one.Kind == "param").ToList();
        Assert.DoesNotContain(parameters, one => Secret().IsMatch(one.Name) && !one.IsSecure);
        Assert.DoesNotContain(parameters, one => one.IsSecure && one.IsOptional);
    }

    [Fact]
    public void No_output_is_a_secret()
    {
        var outputs = BicepText.Templates.SelectMany(BicepText.Declarations).Where(one => one.Kind == "output").ToList();
        Assert.NotEmpty(outputs);
        Assert.DoesNotContain(outputs, one => Secret().IsMatch(one.Name) || Secret().IsMatch(one.Line[one.Line.IndexOf('=', StringComparison.Ordinal)..]));
    }

    [Fact]
    public void No_key_is_asked_for_anywhere() => Assert.All(BicepText.Templates, file => Assert.DoesNotMatch(AsksForKeys(), File.ReadAllText(file)));

    [Fact]
    public void Roles_are_assigned_in_their_three_modules_only()
    {
        var assigning = BicepText.Templates.Where(file => Assigns().IsMatch(File.ReadAllText(file))).Select(BicepText.Name);
        Assert.Equal(["modules/networkRoles.bicep", "modules/registryRole.bicep", "modules/roles.bicep"], assigning);
    }

    [Fact]
    public void Assigned_are_exactly_the_roles_that_the_README_lists()
    {
        Assert.Equal([Roles.TableDataContributor, Roles.BlobDataContributor], Ids("roles"));
        Assert.Equal([Roles.AcrPull], Ids("registryRole"));
        Assert.Equal([Roles.NetworkContributor], Ids("networkRoles"));
        Assert.Equal([2, 1, 2], new[] { "roles", "registryRole", "networkRoles" }.Select(module => Assigns().Count(BicepText.Module(module))));
        var page = File.ReadAllText(Path.Combine(BicepText.Folder, "README.md"));
        var listed = Row().Matches(page[page.IndexOf("## Who may do what", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value);
        Assert.Equal(["Storage Table Data Contributor", "Storage Blob Data Contributor", "AcrPull", "Network Contributor"], listed);
    }

    [Theory]
    [InlineData("allowSharedKeyAccess: false")]
    [InlineData("allowBlobPublicAccess: false")]
    [InlineData("minimumTlsVersion: 'TLS1_2'")]
    [InlineData("supportsHttpsTrafficOnly: true")]
    [InlineData("kind: 'StorageV2'")]
    [InlineData("defaultAction: 'Deny'")]
    [InlineData("deleteRetentionPolicy: { enabled: true, days: softDeleteDays }")]
    [InlineData("containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }")]
    public void The_storage_account_is_hard(string setting) => Assert.Contains(setting, BicepText.Module("storage"), StringComparison.Ordinal);

    [Fact]
    public void Every_environment_sets_what_main_asks_for_and_nothing_else()
    {
        var parameters = BicepText.Declarations(BicepText.Main).Where(one => one.Kind == "param").ToList();
        Assert.Equal(["environments/dev.bicepparam", "environments/prod.bicepparam"], BicepText.Environments.Select(BicepText.Name));
        foreach (var environment in BicepText.Environments)
        {
            var set = BicepText.Set(environment).ToList();
            Assert.Empty(set.Except(parameters.Select(one => one.Name)));
            Assert.Empty(parameters.Where(one => !one.IsOptional).Select(one => one.Name).Except(set));
            Assert.Contains("using '../main.bicep'", File.ReadAllText(environment), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_rule_of_the_linter_is_an_error()
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(BicepText.Folder, "bicepconfig.json")));
        var rules = config.RootElement.GetProperty("analyzers").GetProperty("core").GetProperty("rules").EnumerateObject().ToList();
        Assert.True(rules.Count > 30);
        Assert.All(rules, rule => Assert.Equal("error", rule.Value.GetProperty("level").GetString()));
    }

    private static IEnumerable<string> Ids(string module) => RoleId().Matches(BicepText.Module(module)).Select(match => match.Value);

    [GeneratedRegex(@"(?:^module \w+ |from )'([^']+)'", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex("secret|password|token|connectionString|(access|account|shared|primary|secondary)Key", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\blist(Keys|AccountSas|ServiceSas|Credentials|Secrets|ClusterAdminCredential|ClusterUserCredential)\s*\(|\bgetSecret\s*\(")]
    private static partial Regex AsksForKeys();

    [GeneratedRegex(@"^resource \w+ 'Microsoft\.Authorization/roleAssignments@", RegexOptions.Multiline)]
    private static partial Regex Assigns();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex RoleId();

    [GeneratedRegex(@"^\| (?:silos|nodes|control plane of the cluster) \| ([^|]+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
