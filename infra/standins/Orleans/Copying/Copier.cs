using Orleans.Runtime;

namespace Orleans.Copying;

/// <summary>Copies a value and all it holds.</summary>
internal delegate T CopyFunction<T>(T value, CopyContext context);

/// <summary>How values of static type <typeparamref name="T"/> are copied when they cross a call.</summary>
internal static class Copier<T>
{
    // Null: values of the type are handed over as they are.
    private static readonly CopyFunction<T>? s_copy = Immutability.IsImmutable(typeof(T)) ? null : (CopyFunction<T>)CopierFactory.Create(typeof(T));

    public static T Copy(T value, CopyContext context) => s_copy is null || value is null ? value : s_copy(value, context);

    public static T CopyFor(ClusterNode? receiver, T value) => s_copy is null || value is null ? value : s_copy(value, new CopyContext(receiver));
}
