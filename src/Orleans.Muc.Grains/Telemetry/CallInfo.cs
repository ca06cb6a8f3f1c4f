using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Muc.Grains.Telemetry;

/// <summary>What telemetry says of a method of one of our grains.</summary>
internal sealed class CallInfo
{
    private const string Ours = "Orleans.Muc.";

    private static readonly ConcurrentDictionary<MethodInfo, CallInfo?> Known = new();

    private readonly KeyValuePair<string, object?> _interface;
    private readonly KeyValuePair<string, object?> _method;

    private CallInfo(MethodInfo method)
    {
        _interface = new("interface", method.DeclaringType!.Name);
        _method = new("method", method.Name);
        Name = $"{method.DeclaringType.Name}/{method.Name}";
        IsAnswered = method.GetCustomAttribute<OneWayAttribute>() is null;
    }

    /// <summary>Interface and method.</summary>
    public string Name { get; }

    /// <summary>Whether a caller hears of the call's end, so that it has a duration.</summary>
    public bool IsAnswered { get; }

    /// <summary>Null for grains that are not ours.</summary>
    public static CallInfo? Of(MethodInfo? method) => method is null ? null : Known.GetOrAdd(method, static found =>
        found.DeclaringType?.Namespace?.StartsWith(Ours, StringComparison.Ordinal) == true ? new CallInfo(found) : null);

    /// <param name="fault">How the call ended; null when well.</param>
    public TagList Tags(Exception? fault) =>
        fault is null ? new TagList([_interface, _method]) : new TagList([_interface, _method, new("error.type", fault.GetType().FullName)]);
}
