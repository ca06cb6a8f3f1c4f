using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Copying;

/// <summary>The registered converters: foreign types that cross a call as their surrogates.</summary>
internal static class Converters
{
    private static readonly ConcurrentDictionary<Type, Type> s_byDefinition = new();

    public static void Register(Type converter)
    {
        foreach (var face in converter.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConverter<,>)))
        {
            s_byDefinition[Definition(face.GetGenericArguments()[0])] = converter;
        }
    }

    public static (Type Converter, Type Surrogate)? For(Type type)
    {
        LoadedTypes.Ensure();
        if (!s_byDefinition.TryGetValue(Definition(type), out var converter))
        {
            return null;
        }

        var closed = converter.IsGenericTypeDefinition ? converter.MakeGenericType(type.GetGenericArguments()) : converter;
        var face = closed.GetInterfaces().First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConverter<,>) && i.GetGenericArguments()[0] == type);
        return (closed, face.GetGenericArguments()[1]);
    }

    public static Delegate? CreateCopier(Type type)
        => For(type) is var (converter, surrogate)
            ? (Delegate)typeof(Converters).GetMethod(nameof(Create), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(type, surrogate).Invoke(null, [Activator.CreateInstance(converter)])!
            : null;

    private static CopyFunction<TValue> Create<TValue, TSurrogate>(IConverter<TValue, TSurrogate> converter)
        where TSurrogate : struct
    {
        return (value, context) =>
        {
            var surrogate = converter.ConvertToSurrogate(in value);
            var copy = Copier<TSurrogate>.Copy(surrogate, context);
            return converter.ConvertFromSurrogate(in copy);
        };
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
