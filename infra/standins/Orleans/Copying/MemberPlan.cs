using System.Reflection;

namespace Orleans.Copying;

/// <summary>Which members of a [GenerateSerializer] type cross a call: those with an [Id], and a record's positional ones.</summary>
internal sealed record MemberPlan(Type Type, IReadOnlyList<MemberPlan.Member> Members)
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>A field, or a property that is no field.</summary>
    public readonly record struct Member(FieldInfo? Field, PropertyInfo? Property, bool IsShared)
    {
        public Type ValueType => Field?.FieldType ?? Property!.PropertyType;
    }

    public static MemberPlan? For(Type type)
    {
        if (!HasSerializer(type))
        {
            return TupleTypes.IsTuple(type.IsGenericType ? type.GetGenericTypeDefinition() : type)
                ? new MemberPlan(type, [.. TupleTypes.Fields(type).Select(f => new Member(f, null, false))])
                : null;
        }

        var members = new List<Member>();
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            members.AddRange(MembersOf(level));
        }

        return new MemberPlan(type, members);
    }

    public static bool HasSerializer(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    private static IEnumerable<Member> MembersOf(Type type)
    {
        var attribute = type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false);
        if (attribute is null)
        {
            yield break;
        }

        var positional = attribute.IncludesPrimaryConstructor(IsRecord(type)) ? PrimaryParameters(type) : [];
        foreach (var field in type.GetFields(Declared))
        {
            var property = PropertyBehind(type, field);
            var name = property?.Name ?? field.Name;
            var isMarked = field.IsDefined(typeof(IdAttribute)) || (property?.IsDefined(typeof(IdAttribute)) ?? false);
            var isPublic = attribute.GenerateFieldIds == GenerateFieldIds.PublicProperties && property is { GetMethod.IsPublic: true, SetMethod: not null };
            if (isMarked || isPublic || positional.Contains(name))
            {
                yield return new Member(field, null, IsShared(field, property));
            }
        }

        foreach (var property in type.GetProperties(Declared))
        {
            if (property.IsDefined(typeof(IdAttribute)) && type.GetField($"<{property.Name}>k__BackingField", Declared) is null
                && property is { GetMethod: not null, SetMethod: not null })
            {
                yield return new Member(null, property, IsShared(property, null));
            }
        }
    }

    private static bool IsShared(MemberInfo member, MemberInfo? other)
        => member.IsDefined(typeof(ImmutableAttribute)) || (other?.IsDefined(typeof(ImmutableAttribute)) ?? false);

    private static PropertyInfo? PropertyBehind(Type type, FieldInfo field)
        => field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal) ? type.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], Declared) : null;

    private static bool IsRecord(Type type)
        => type.GetMethod("<Clone>$", Declared) is not null
            || (type.IsValueType && type.GetMethod("PrintMembers", Declared, [typeof(System.Text.StringBuilder)]) is not null);

    private static HashSet<string> PrimaryParameters(Type type)
    {
        var constructor = type.GetConstructors(Declared).Where(c => c.GetParameters() is [var first, ..] && first.ParameterType != type)
            .MaxBy(c => c.GetParameters().Count(p => type.GetProperty(p.Name ?? "", Declared) is not null));
        return [.. constructor?.GetParameters().Select(p => p.Name!) ?? []];
    }
}
