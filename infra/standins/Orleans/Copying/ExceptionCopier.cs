using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Orleans.Serialization;

namespace Orleans.Copying;

/// <summary>Copies exceptions for a caller elsewhere: same type, message, cause and stack trace; of the type's own members only those that may cross.</summary>
internal static class ExceptionCopier
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> s_members = new();
    private static readonly FieldInfo? s_message = typeof(Exception).GetField("_message", Declared);
    private static readonly FieldInfo? s_inner = typeof(Exception).GetField("_innerException", Declared);

    public static Exception Copy(Exception original)
    {
        try
        {
            var copy = (Exception)RuntimeHelpers.GetUninitializedObject(original.GetType());
            s_message?.SetValue(copy, original.Message);
            s_inner?.SetValue(copy, original.InnerException is null ? null : Copy(original.InnerException));
            copy.HResult = original.HResult;
            var context = new CopyContext(null);
            foreach (var field in s_members.GetOrAdd(original.GetType(), MembersThatCross))
            {
                field.SetValue(copy, Value(field.GetValue(original), context));
            }

            if (original.StackTrace is { } trace)
            {
                ExceptionDispatchInfo.SetRemoteStackTrace(copy, trace);
            }

            return copy;
        }
        catch (CodecNotFoundException problem)
        {
            return problem;
        }
    }

    private static object? Value(object? value, CopyContext context) => value switch
    {
        Exception[] many => Array.ConvertAll(many, Copy),
        _ => Copier<object?>.Copy(value, context),
    };

    private static FieldInfo[] MembersThatCross(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var level = type; level != typeof(Exception) && level is not null; level = level.BaseType)
        {
            // Exceptions of the base library carry strings, numbers and other exceptions.
            fields.AddRange(level.Assembly == typeof(object).Assembly
                ? level.GetFields(Declared).Where(f => Immutability.IsImmutable(f.FieldType) || f.FieldType == typeof(Exception[]))
                : MemberPlan.For(level)?.Members.Where(m => m.Field?.DeclaringType == level).Select(m => m.Field!) ?? []);
        }

        return [.. fields];
    }
}
