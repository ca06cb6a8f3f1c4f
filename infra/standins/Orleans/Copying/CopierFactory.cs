using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Copying;

/// <summary>Makes the copy function of a type: a <see cref="CopyFunction{T}"/> as a delegate.</summary>
internal static class CopierFactory
{
    private static readonly ConcurrentDictionary<Type, Func<object, CopyContext, object>> s_exact = new();

    public static Delegate Create(Type type)
    {
        if (type.IsValueType || type.IsSealed)
        {
            return CreateExact(type) ?? throw new Serialization.CodecNotFoundException(type);
        }

        return Bind(nameof(CopyPolymorphic), type);
    }

    /// <summary>The copy function for values that are of exactly this type; null if it can't be copied.</summary>
    public static Delegate? CreateExact(Type type)
    {
        if (Immutability.IsImmutable(type))
        {
            return Bind(nameof(Same), type);
        }

        if (typeof(GrainReference).IsAssignableFrom(type))
        {
            return Bind(nameof(CopyReference), type);
        }

        if (typeof(Exception).IsAssignableFrom(type))
        {
            return Bind(nameof(CopyException), type);
        }

        return Converters.CreateCopier(type) ?? CollectionCopiers.Create(type) ?? (MemberPlan.For(type) is { } plan ? MemberCopierEmitter.Emit(plan) : null);
    }

    private static Delegate Bind(string method, Type type)
        => typeof(CopierFactory).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type)
            .CreateDelegate(typeof(CopyFunction<>).MakeGenericType(type));

    private static T CopyPolymorphic<T>(T value, CopyContext context)
    {
        if (context.Known(value!) is { } known)
        {
            return (T)known;
        }

        return (T)s_exact.GetOrAdd(value!.GetType(), CreateBoxed)(value, context);
    }

    private static Func<object, CopyContext, object> CreateBoxed(Type type)
    {
        var copier = CreateExact(type) ?? throw new Serialization.CodecNotFoundException(type);
        return (Func<object, CopyContext, object>)typeof(CopierFactory).GetMethod(nameof(Box), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type).Invoke(null, [copier])!;
    }

    private static Func<object, CopyContext, object> Box<T>(CopyFunction<T> copy) => (value, context) => copy((T)value, context)!;

    private static T Same<T>(T value, CopyContext context) => value;

    private static T CopyReference<T>(T value, CopyContext context)
        where T : GrainReference
        => context.Receiver is null ? value : (T)value.On(context.Receiver);

    private static T CopyException<T>(T value, CopyContext context)
        where T : Exception
        => (T)ExceptionCopier.Copy(value);
}
