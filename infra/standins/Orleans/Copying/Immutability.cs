using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Text;

namespace Orleans.Copying;

/// <summary>Which types need no copying.</summary>
internal static class Immutability
{
    private static readonly ConcurrentDictionary<Type, bool> s_known = new();

    private static readonly HashSet<Type> s_leaves =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(Uri),
        typeof(Version), typeof(IPAddress), typeof(IPEndPoint), typeof(CancellationToken), typeof(BigInteger), typeof(Int128), typeof(UInt128), typeof(Half),
        typeof(Rune), typeof(CultureInfo), typeof(CompareInfo), typeof(DBNull), typeof(Runtime.Nothing), typeof(Runtime.SiloAddress),
    ];

    private static readonly HashSet<Type> s_transparent =
    [
        typeof(Nullable<>), typeof(KeyValuePair<,>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>),
        typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>), typeof(FrozenSet<>), typeof(FrozenDictionary<,>),
    ];

    public static bool IsImmutable(Type type) => s_known.GetOrAdd(type, Decide);

    public static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || s_leaves.Contains(type) || typeof(Type).IsAssignableFrom(type);

    private static bool Decide(Type type)
    {
        if (IsLeaf(type) || (type.IsDefined(typeof(ImmutableAttribute), inherit: false) && !type.IsInterface))
        {
            return true;
        }

        if (!type.IsGenericType)
        {
            return type == typeof(ValueTuple);
        }

        var definition = type.GetGenericTypeDefinition();
        return (s_transparent.Contains(definition) || TupleTypes.IsTuple(definition)) && type.GetGenericArguments().All(IsImmutable);
    }
}

/// <summary>The tuple types of the base library.</summary>
internal static class TupleTypes
{
    public static bool IsTuple(Type definition) => definition.Namespace == "System"
        && (definition.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) || definition.Name.StartsWith("Tuple`", StringComparison.Ordinal))
        && definition.Assembly == typeof(object).Assembly;

    public static IEnumerable<FieldInfo> Fields(Type tuple) => tuple.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}
