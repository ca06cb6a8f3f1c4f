using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The grain classes of the program, by type and by interface.</summary>
internal static class GrainCatalog
{
    private static readonly Lock s_gate = new();
    private static readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> s_byInterface = new();
    private static Dictionary<GrainType, GrainClass> s_byType = [];
    private static int s_scanned;

    public static IReadOnlyCollection<GrainClass> All => Current().Values;

    public static IEnumerable<Type> Interfaces => LoadedTypes.All.Where(GrainClass.IsGrainInterface).Where(t => !t.ContainsGenericParameters);

    public static GrainClass? Find(GrainType type) => s_byType.TryGetValue(type, out var known) ? known : Current().GetValueOrDefault(type);

    /// <summary>The class that answers an interface. Of several, the one whose name is the interface's, or begins with the prefix.</summary>
    public static GrainClass For(Type interfaceType, string? prefix)
        => s_byInterface.TryGetValue((interfaceType, prefix), out var known) ? known : s_byInterface[(interfaceType, prefix)] = Resolve(interfaceType, prefix);

    private static GrainClass Resolve(Type interfaceType, string? prefix)
    {
        var candidates = All.Where(c => interfaceType.IsAssignableFrom(c.Type)).ToList();
        if (prefix is not null)
        {
            candidates = [.. candidates.Where(c => c.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal) || c.Type.Name.StartsWith(prefix, StringComparison.Ordinal))];
        }

        if (candidates is [var only])
        {
            return only;
        }

        var name = interfaceType.Name.TrimStart('I');
        var named = candidates.Where(c => c.Type.Name == name || c.Type.Name + "Grain" == name || c.Type.Name == name + "Grain").ToList();
        if (named is [var best])
        {
            return best;
        }

        throw new ArgumentException(candidates.Count == 0
            ? $"Could not find an implementation for interface {interfaceType}."
            : $"Interface {interfaceType} is implemented by several grain classes: {string.Join(", ", candidates.Select(c => c.Type))}.");
    }

    private static Dictionary<GrainType, GrainClass> Current()
    {
        var types = LoadedTypes.All;
        if (Volatile.Read(ref s_scanned) == types.Count)
        {
            return s_byType;
        }

        lock (s_gate)
        {
            var all = new Dictionary<GrainType, GrainClass>(s_byType);
            foreach (var type in types.Skip(s_scanned).Where(GrainClass.IsGrainClass))
            {
                var grainClass = new GrainClass(type);
                if (!all.TryAdd(grainClass.GrainType, grainClass) && all[grainClass.GrainType].Type != type)
                {
                    throw new InvalidOperationException($"{type} and {all[grainClass.GrainType].Type} are both of grain type '{grainClass.GrainType}': give one a [GrainType].");
                }
            }

            s_byType = all;
            Volatile.Write(ref s_scanned, types.Count);
            return all;
        }
    }
}
