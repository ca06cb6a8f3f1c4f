using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Reflection;

namespace Orleans.Copying;

/// <summary>How the collections of the base library are copied: a new collection of the copied items.</summary>
internal static class CollectionCopiers
{
    private static readonly Dictionary<Type, string> s_methods = new()
    {
        [typeof(Nullable<>)] = nameof(CopyNullable),
        [typeof(KeyValuePair<,>)] = nameof(CopyPair),
        [typeof(ReadOnlyMemory<>)] = nameof(CopyReadOnlyMemory),
        [typeof(Memory<>)] = nameof(CopyMemory),
        [typeof(ArraySegment<>)] = nameof(CopySegment),
        [typeof(ReadOnlySequence<>)] = nameof(CopySequence),
        [typeof(List<>)] = nameof(CopyList),
        [typeof(HashSet<>)] = nameof(CopyHashSet),
        [typeof(SortedSet<>)] = nameof(CopySortedSet),
        [typeof(Queue<>)] = nameof(CopyQueue),
        [typeof(Stack<>)] = nameof(CopyStack),
        [typeof(LinkedList<>)] = nameof(CopyLinkedList),
        [typeof(Collection<>)] = nameof(CopyCollection),
        [typeof(ReadOnlyCollection<>)] = nameof(CopyReadOnlyCollection),
        [typeof(ConcurrentQueue<>)] = nameof(CopyConcurrentQueue),
        [typeof(Dictionary<,>)] = nameof(CopyDictionary),
        [typeof(SortedDictionary<,>)] = nameof(CopySortedDictionary),
        [typeof(SortedList<,>)] = nameof(CopySortedList),
        [typeof(ConcurrentDictionary<,>)] = nameof(CopyConcurrentDictionary),
        [typeof(ReadOnlyDictionary<,>)] = nameof(CopyReadOnlyDictionary),
        [typeof(ImmutableArray<>)] = nameof(CopyImmutableArray),
        [typeof(ImmutableList<>)] = nameof(CopyImmutableList),
        [typeof(ImmutableHashSet<>)] = nameof(CopyImmutableHashSet),
        [typeof(ImmutableSortedSet<>)] = nameof(CopyImmutableSortedSet),
        [typeof(ImmutableQueue<>)] = nameof(CopyImmutableQueue),
        [typeof(ImmutableDictionary<,>)] = nameof(CopyImmutableDictionary),
        [typeof(ImmutableSortedDictionary<,>)] = nameof(CopyImmutableSortedDictionary),
    };

    public static bool Knows(Type type) => type.IsArray || type == typeof(object) || (type.IsGenericType && (s_methods.ContainsKey(type.GetGenericTypeDefinition())
        || (Base(type, typeof(FrozenDictionary<,>)) ?? Base(type, typeof(FrozenSet<>))) is not null));

    public static Delegate? Create(Type type)
    {
        if (type == typeof(object))
        {
            return Bind(nameof(CopyBareObject), type);
        }

        if (type.IsArray)
        {
            return type.IsSZArray ? Bind(nameof(CopyArray), type, type.GetElementType()!) : Bind(nameof(CopyMultiArray), type, type);
        }

        return type.IsGenericType && s_methods.TryGetValue(type.GetGenericTypeDefinition(), out var method) ? Bind(method, type, type.GetGenericArguments()) : null;
    }

    private static Delegate Bind(string name, Type type, params Type[] arguments)
    {
        var method = typeof(CollectionCopiers).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
        return (method.IsGenericMethodDefinition ? method.MakeGenericMethod(arguments) : method).CreateDelegate(typeof(CopyFunction<>).MakeGenericType(type));
    }

    private static Type? Base(Type type, Type definition)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.IsGenericType && level.GetGenericTypeDefinition() == definition)
            {
                return level;
            }
        }

        return null;
    }

    private static IEnumerable<T> Items<T>(IEnumerable<T> items, CopyContext context) => items.Select(item => Copier<T>.Copy(item, context));

    private static IEnumerable<KeyValuePair<TKey, TValue>> Pairs<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs, CopyContext context)
        => pairs.Select(pair => CopyPair(pair, context));

    private static TCollection Record<TCollection>(object original, TCollection copy, CopyContext context)
        where TCollection : class
    {
        context.Record(original, copy);
        return copy;
    }

    private static object CopyBareObject(object value, CopyContext context) => new();

    private static T? CopyNullable<T>(T? value, CopyContext context)
        where T : struct
        => value is { } present ? Copier<T>.Copy(present, context) : null;

    private static KeyValuePair<TKey, TValue> CopyPair<TKey, TValue>(KeyValuePair<TKey, TValue> pair, CopyContext context)
        => new(Copier<TKey>.Copy(pair.Key, context), Copier<TValue>.Copy(pair.Value, context));

    private static T[] CopyArray<T>(T[] array, CopyContext context)
    {
        if (context.Known(array) is T[] known)
        {
            return known;
        }

        var copy = Record(array, (T[])array.Clone(), context);
        if (!Immutability.IsImmutable(typeof(T)))
        {
            for (var i = 0; i < copy.Length; i++)
            {
                copy[i] = Copier<T>.Copy(copy[i], context);
            }
        }

        return copy;
    }

    private static TArray CopyMultiArray<TArray>(TArray array, CopyContext context)
        where TArray : class
    {
        var copy = (Array)((Array)(object)array).Clone();
        if (!Immutability.IsImmutable(typeof(TArray).GetElementType()!))
        {
            throw new NotSupportedException($"{typeof(TArray)}: only arrays of one dimension may hold items that need copying.");
        }

        return (TArray)(object)copy;
    }

    private static ReadOnlyMemory<T> CopyReadOnlyMemory<T>(ReadOnlyMemory<T> memory, CopyContext context) => Fresh(memory.ToArray(), context);

    private static Memory<T> CopyMemory<T>(Memory<T> memory, CopyContext context) => Fresh(memory.ToArray(), context);

    private static ArraySegment<T> CopySegment<T>(ArraySegment<T> segment, CopyContext context) => segment.Array is null ? default : new(Fresh(segment.ToArray(), context));

    private static ReadOnlySequence<T> CopySequence<T>(ReadOnlySequence<T> sequence, CopyContext context) => new(Fresh(sequence.ToArray(), context));

    private static T[] Fresh<T>(T[] array, CopyContext context) => Immutability.IsImmutable(typeof(T)) ? array : CopyArray(array, context);

    private static List<T> CopyList<T>(List<T> list, CopyContext context)
    {
        if (context.Known(list) is List<T> known)
        {
            return known;
        }

        var copy = Record(list, new List<T>(list.Count), context);
        copy.AddRange(Items(list, context));
        return copy;
    }

    private static HashSet<T> CopyHashSet<T>(HashSet<T> set, CopyContext context) => Record(set, new HashSet<T>(Items(set, context), set.Comparer), context);

    private static SortedSet<T> CopySortedSet<T>(SortedSet<T> set, CopyContext context) => Record(set, new SortedSet<T>(Items(set, context), set.Comparer), context);

    private static Queue<T> CopyQueue<T>(Queue<T> queue, CopyContext context) => Record(queue, new Queue<T>(Items(queue, context)), context);

    private static Stack<T> CopyStack<T>(Stack<T> stack, CopyContext context) => Record(stack, new Stack<T>(Items(stack.Reverse(), context)), context);

    private static LinkedList<T> CopyLinkedList<T>(LinkedList<T> list, CopyContext context) => Record(list, new LinkedList<T>(Items(list, context)), context);

    private static Collection<T> CopyCollection<T>(Collection<T> items, CopyContext context) => Record(items, new Collection<T>([.. Items(items, context)]), context);

    private static ReadOnlyCollection<T> CopyReadOnlyCollection<T>(ReadOnlyCollection<T> items, CopyContext context)
        => Record(items, new ReadOnlyCollection<T>([.. Items(items, context)]), context);

    private static ConcurrentQueue<T> CopyConcurrentQueue<T>(ConcurrentQueue<T> queue, CopyContext context) => Record(queue, new ConcurrentQueue<T>(Items(queue, context)), context);

    private static Dictionary<TKey, TValue> CopyDictionary<TKey, TValue>(Dictionary<TKey, TValue> pairs, CopyContext context)
        where TKey : notnull
    {
        if (context.Known(pairs) is Dictionary<TKey, TValue> known)
        {
            return known;
        }

        var copy = Record(pairs, new Dictionary<TKey, TValue>(pairs.Count, pairs.Comparer), context);
        foreach (var pair in pairs)
        {
            copy.Add(Copier<TKey>.Copy(pair.Key, context), Copier<TValue>.Copy(pair.Value, context));
        }

        return copy;
    }

    private static SortedDictionary<TKey, TValue> CopySortedDictionary<TKey, TValue>(SortedDictionary<TKey, TValue> pairs, CopyContext context)
        where TKey : notnull
        => Record(pairs, new SortedDictionary<TKey, TValue>(new Dictionary<TKey, TValue>(Pairs(pairs, context)), pairs.Comparer), context);

    private static SortedList<TKey, TValue> CopySortedList<TKey, TValue>(SortedList<TKey, TValue> pairs, CopyContext context)
        where TKey : notnull
        => Record(pairs, new SortedList<TKey, TValue>(new Dictionary<TKey, TValue>(Pairs(pairs, context)), pairs.Comparer), context);

    private static ConcurrentDictionary<TKey, TValue> CopyConcurrentDictionary<TKey, TValue>(ConcurrentDictionary<TKey, TValue> pairs, CopyContext context)
        where TKey : notnull
        => Record(pairs, new ConcurrentDictionary<TKey, TValue>(Pairs(pairs, context), pairs.Comparer), context);

    private static ReadOnlyDictionary<TKey, TValue> CopyReadOnlyDictionary<TKey, TValue>(ReadOnlyDictionary<TKey, TValue> pairs, CopyContext context)
        where TKey : notnull
        => Record(pairs, new ReadOnlyDictionary<TKey, TValue>(new Dictionary<TKey, TValue>(Pairs(pairs, context))), context);

    private static ImmutableArray<T> CopyImmutableArray<T>(ImmutableArray<T> items, CopyContext context) => items.IsDefault ? items : [.. Items(items, context)];

    private static ImmutableList<T> CopyImmutableList<T>(ImmutableList<T> items, CopyContext context) => [.. Items(items, context)];

    private static ImmutableHashSet<T> CopyImmutableHashSet<T>(ImmutableHashSet<T> items, CopyContext context) => ImmutableHashSet.CreateRange(items.KeyComparer, Items(items, context));

    private static ImmutableSortedSet<T> CopyImmutableSortedSet<T>(ImmutableSortedSet<T> items, CopyContext context) => ImmutableSortedSet.CreateRange(items.KeyComparer, Items(items, context));

    private static ImmutableQueue<T> CopyImmutableQueue<T>(ImmutableQueue<T> items, CopyContext context) => ImmutableQueue.CreateRange(Items(items, context));

    private static ImmutableDictionary<TKey, TValue> CopyImmutableDictionary<TKey, TValue>(ImmutableDictionary<TKey, TValue> pairs, CopyContext context)
        where TKey : notnull
        => ImmutableDictionary.CreateRange(pairs.KeyComparer, pairs.ValueComparer, Pairs(pairs, context));

    private static ImmutableSortedDictionary<TKey, TValue> CopyImmutableSortedDictionary<TKey, TValue>(ImmutableSortedDictionary<TKey, TValue> pairs, CopyContext context)
        where TKey : notnull
        => ImmutableSortedDictionary.CreateRange(pairs.KeyComparer, pairs.ValueComparer, Pairs(pairs, context));
}
