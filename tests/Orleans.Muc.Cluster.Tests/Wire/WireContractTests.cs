using System.Reflection;
using System.Text;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Cluster.Tests.Wire;

/// <summary>
/// What travels between silos, and what is stored, is frozen on purpose: an alias and its numbered members never change their meaning, they are only added to. Whoever adds
/// something writes it into <c>contracts.txt</c>.
/// </summary>
public sealed class WireContractTests
{
    private static readonly string Approved = SourceTree.Inside("tests", "Orleans.Muc.Cluster.Tests", "Wire", "contracts.txt");

    [Fact]
    public void Contracts_are_those_that_were_approved()
    {
        var now = Describe();
        var approved = File.ReadAllText(Approved).ReplaceLineEndings("\n");
        Assert.True(now == approved, $"The wire contracts moved. If that was meant, {Approved} must say:\n{now}");
    }

    [Fact]
    public void Every_contract_has_an_alias_of_its_own()
    {
        var aliases = Contracts().Select(type => (type, Alias: type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias)).ToList();
        Assert.All(aliases, one => Assert.NotNull(one.Alias));
        Assert.Equal(aliases.Count, aliases.Select(one => one.Alias).Distinct().Count());
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Contracts().OrderBy(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias, StringComparer.Ordinal))
        {
            text.Append(type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? type.Name).Append('\n');
            foreach (var (id, member) in Members(type).OrderBy(member => member.Id))
                text.Append("  ").Append(id).Append(' ').Append(member).Append('\n');
        }

        foreach (var type in typeof(RoomCall).Assembly.GetTypes().Where(type => type.IsEnum).OrderBy(type => type.Name, StringComparer.Ordinal))
            text.Append(type.Name).Append(": ").AppendJoin(", ", Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => $"{value} {Enum.GetName(type, value)}")).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<Type> Contracts() =>
        new[] { typeof(RoomCall).Assembly, typeof(GrainServices).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsEnum && type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null);

    private static IEnumerable<(uint Id, string Name)> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => (property.GetCustomAttribute<IdAttribute>()?.Id, $"{property.Name} {Named(property.PropertyType)}"))
            .Where(member => member.Id is not null)
            .Select(member => (member.Id!.Value, member.Item2));

    private static string Named(Type type) =>
        type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Named))}>" : type.Name;
}
