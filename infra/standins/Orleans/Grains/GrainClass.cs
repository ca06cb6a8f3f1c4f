using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>What the runtime knows of a grain class.</summary>
internal sealed class GrainClass
{
    private static readonly PlacementStrategy s_random = new RandomPlacement();
    private readonly Func<Activation, object> _create;

    public GrainClass(Type type)
    {
        Type = type;
        GrainType = type.GetCustomAttributes().OfType<IGrainTypeProviderAttribute>().FirstOrDefault()?.GetGrainType(null!, type) ?? ByConvention(type);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        IsKeptAlive = type.IsDefined(typeof(KeepAliveAttribute), inherit: true);
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>(inherit: true)?.AgeLimit;
        Placement = type.GetCustomAttribute<PlacementAttribute>(inherit: true)?.PlacementStrategy ?? s_random;
        Subscriptions = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>(inherit: true)];
        Interfaces = [.. type.GetInterfaces().Where(IsGrainInterface)];
        MayInterleave = Predicate(type);
        _create = CreateFactory(type);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool IsReentrant { get; }

    public bool IsKeptAlive { get; }

    public TimeSpan? CollectionAge { get; }

    public PlacementStrategy Placement { get; }

    public ImplicitStreamSubscriptionAttribute[] Subscriptions { get; }

    public Type[] Interfaces { get; }

    public Func<object, IInvokable, bool>? MayInterleave { get; }

    /// <summary>The interface that no other one of the class derives from, or the first such.</summary>
    public InterfaceInfo PrimaryInterface => field ??= InterfaceInfo.Of(
        Interfaces.FirstOrDefault(i => !Interfaces.Any(other => other != i && i.IsAssignableFrom(other))) ?? typeof(IAddressable));

    public static bool IsGrainClass(Type type) => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && (typeof(Grain).IsAssignableFrom(type) || typeof(IGrainBase).IsAssignableFrom(type));

    public static bool IsGrainInterface(Type type) => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type) && type.Assembly != typeof(GrainClass).Assembly;

    public object Create(Activation activation) => _create(activation);

    // "RoomGrain" is of type "room".
    private static GrainType ByConvention(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return GrainType.Create(name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name);
    }

    private static Func<object, IInvokable, bool>? Predicate(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>(inherit: true) is not { } attribute)
        {
            return null;
        }

        var method = type.GetMethod(attribute.CallbackMethodName, BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy)
            ?? throw new InvalidOperationException($"{type} has no method {attribute.CallbackMethodName} to decide what may interleave.");
        return (grain, request) => (bool)method.Invoke(method.IsStatic ? null : grain, [request])!;
    }

    // States are made for the activation, the rest comes from its services.
    private static Func<Activation, object> CreateFactory(Type type)
    {
        if (type.GetConstructors() is not [var constructor, ..])
        {
            return _ => throw new InvalidOperationException($"{type} has no public constructor.");
        }

        var states = constructor.GetParameters().Where(p => p.GetCustomAttributes().OfType<IFacetMetadata>().Any()).ToArray();
        var factory = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(type, [.. states.Select(s => s.ParameterType)]));
        return activation => factory.Value(activation.ActivationServices, [.. states.Select(s => PersistentStateFactory.Create(activation, s))]);
    }
}
