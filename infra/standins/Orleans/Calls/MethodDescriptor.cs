using System.Reflection;
using Orleans.Concurrency;
using Orleans.Copying;

namespace Orleans.Runtime;

/// <summary>What the runtime knows of a method of a grain interface.</summary>
internal sealed class MethodDescriptor
{
    public static readonly MethodDescriptor TimerTick = new(nameof(TimerTick), interleaves: false);
    public static readonly MethodDescriptor InterleavingTimerTick = new(nameof(InterleavingTimerTick), interleaves: true);

    public MethodDescriptor(Type interfaceType, MethodInfo method)
    {
        InterfaceType = interfaceType;
        Method = method;
        Name = $"{interfaceType.Name}.{method.Name}";
        IsExtension = typeof(IGrainExtension).IsAssignableFrom(interfaceType);
        IsOneWay = method.IsDefined(typeof(OneWayAttribute));
        AlwaysInterleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        ParameterTypes = [.. method.GetParameters().Select(p => p.ParameterType)];
        CopiedParameters = [.. method.GetParameters().Select(p => !p.IsDefined(typeof(ImmutableAttribute)) && !Immutability.IsImmutable(p.ParameterType))];
        CopiesArguments = Array.IndexOf(CopiedParameters, true) >= 0;
        ResultType = ResultOf(method.ReturnType);
        CopiesResult = ResultType is not null && !method.ReturnParameter.IsDefined(typeof(ImmutableAttribute)) && !Immutability.IsImmutable(ResultType);
    }

    private MethodDescriptor(string name, bool interleaves)
    {
        InterfaceType = typeof(IGrainTimer);
        Method = typeof(IGrainTimer).GetMethod(nameof(IGrainTimer.Change))!;
        Name = name;
        AlwaysInterleaves = interleaves;
        ParameterTypes = [];
        CopiedParameters = [];
    }

    public Type InterfaceType { get; }

    public MethodInfo Method { get; }

    public string Name { get; }

    public Type[] ParameterTypes { get; }

    /// <summary>Null for methods without a result.</summary>
    public Type? ResultType { get; }

    public bool[] CopiedParameters { get; }

    public bool CopiesArguments { get; }

    public bool CopiesResult { get; }

    public bool IsExtension { get; }

    public bool IsOneWay { get; }

    public bool AlwaysInterleaves { get; }

    public bool IsReadOnly { get; }

    public TimeSpan? ResponseTimeout { get; }

    private static Type? ResultOf(Type type) => type.IsGenericType ? type.GetGenericArguments()[0] : null;
}
