using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>What the runtime knows of a grain interface: its name, its methods and, made when first needed, its proxy.</summary>
internal sealed class InterfaceInfo
{
    private static readonly ConcurrentDictionary<Type, InterfaceInfo> s_all = new();
    private readonly Lazy<Func<GrainReferenceShared, IdSpan, GrainReference>> _proxy;

    private InterfaceInfo(Type type)
    {
        Type = type;
        InterfaceType = GrainInterfaceType.Create(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName ?? type.Name);
        _proxy = new(() => Type == typeof(IAddressable) ? GrainReference.Untyped : ProxyEmitter.Emit(this));
    }

    public Type Type { get; }

    public GrainInterfaceType InterfaceType { get; }

    public IReadOnlyList<MethodDescriptor> Methods => field ??= [.. AllMethods(Type).Select(m => new MethodDescriptor(m.DeclaringType!, m))];

    public static InterfaceInfo Of(Type type)
    {
        if (s_all.TryGetValue(type, out var known))
        {
            return known;
        }

        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type))
        {
            throw new ArgumentException($"{type} is no grain interface.", nameof(type));
        }

        return s_all.GetOrAdd(type, static t => new InterfaceInfo(t));
    }

    public static InterfaceInfo? Named(GrainInterfaceType name) => s_all.Values.FirstOrDefault(i => i.InterfaceType == name);

    public GrainReference CreateReference(GrainReferenceShared shared, IdSpan key) => _proxy.Value(shared, key);

    private static IEnumerable<MethodInfo> AllMethods(Type type)
        => type.GetInterfaces().Append(type).SelectMany(i => i.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)).Where(m => m.IsAbstract);
}

/// <summary><see cref="InterfaceInfo"/> without a look-up.</summary>
internal static class InterfaceOf<T>
{
    public static readonly InterfaceInfo Info = InterfaceInfo.Of(typeof(T));
}
