using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Architecture.Tests;

/// <summary>Which project may know which.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Xmpp"] = [],
        ["Rooms"] = ["Xmpp"],
        ["Users"] = ["Xmpp"],
        ["Abstractions"] = ["Xmpp"],
        ["Grains"] = ["Abstractions", "Rooms", "Users", "Xmpp"],
        ["Gateway"] = ["Abstractions", "Xmpp"],
        ["LocalStorage"] = ["Abstractions"],
        ["AzureStorage"] = ["Abstractions"],
        ["Backup"] = ["Abstractions", "Grains", "Users", "Xmpp"],
        ["Host"] = ["Abstractions", "AzureStorage", "Backup", "Gateway", "Grains", "LocalStorage", "Rooms", "Users", "Xmpp"],
    };

    private static readonly string[] OrleansFree = ["Xmpp", "Rooms", "Users"];

    public static TheoryData<string> Projects => [.. Directory.EnumerateDirectories(SourceTree.Inside("src")).Select(folder => Path.GetFileName(folder)).Where(name => File.Exists(ProjectFile(name))).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_it_may_know(string project)
    {
        var name = project.Replace("Orleans.Muc.", "", StringComparison.Ordinal);
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{project} has no place in the house; give it one in this test and in the design.");
        Findings.None(References(project).Except(allowed.Select(other => "Orleans.Muc." + other)));
    }

    [Fact]
    public void Every_room_of_the_house_is_there() =>
        Assert.All(Allowed.Keys, name => Assert.True(File.Exists(ProjectFile("Orleans.Muc." + name)), name));

    [Fact]
    public void Rooms_Users_and_the_language_know_nothing_of_Orleans()
    {
        foreach (var name in OrleansFree)
        {
            var packages = XDocument.Load(ProjectFile("Orleans.Muc." + name)).Descendants("PackageReference").Select(package => package.Attribute("Include")?.Value ?? "");
            Assert.DoesNotContain(packages, package => package.Contains("Orleans", StringComparison.Ordinal));
        }
    }

    private static string ProjectFile(string project) => SourceTree.Inside("src", project, project + ".csproj");

    private static IEnumerable<string> References(string project) => XDocument.Load(ProjectFile(project))
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension((reference.Attribute("Include")?.Value ?? "").Replace('\\', '/')));
}
