using System.Reflection;
using System.Runtime.Loader;

namespace Orleans.Runtime;

/// <summary>The types of every assembly of the program that uses this one.</summary>
internal static class LoadedTypes
{
    private static readonly Lock s_gate = new();
    private static readonly HashSet<Assembly> s_seen = [];
    private static readonly string s_self = typeof(LoadedTypes).Assembly.GetName().Name!;
    private static List<Type> s_types = [];
    private static volatile bool s_current;

    static LoadedTypes() => AppDomain.CurrentDomain.AssemblyLoad += (_, _) => s_current = false;

    public static IReadOnlyList<Type> All
    {
        get
        {
            Ensure();
            return s_types;
        }
    }

    public static void Ensure()
    {
        if (s_current)
        {
            return;
        }

        lock (s_gate)
        {
            while (!s_current)
            {
                s_current = true;
                var types = new List<Type>(s_types);
                foreach (var assembly in AssemblyLoadContext.Default.Assemblies.Concat(AppDomain.CurrentDomain.GetAssemblies()).ToArray())
                {
                    Scan(assembly, types);
                }

                s_types = types;
            }
        }
    }

    private static void Scan(Assembly assembly, List<Type> types)
    {
        if (assembly.IsDynamic || !s_seen.Add(assembly) || IsPlatform(assembly.GetName().Name))
        {
            return;
        }

        var references = assembly.GetReferencedAssemblies();
        if (assembly.GetName().Name == s_self || references.Any(r => r.Name == s_self))
        {
            var found = TypesOf(assembly);
            types.AddRange(found);
            foreach (var converter in found.Where(t => t.IsDefined(typeof(RegisterConverterAttribute))))
            {
                Copying.Converters.Register(converter);
            }
        }

        // What is referenced may not be loaded yet.
        foreach (var reference in references.Where(r => !IsPlatform(r.Name)))
        {
            try
            {
                Scan(Assembly.Load(reference), types);
            }
            catch (IOException)
            {
                // Not shipped with the program: it can't hold grains.
            }
        }
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException problem)
        {
            return [.. problem.Types.OfType<Type>()];
        }
    }

    private static bool IsPlatform(string? name) => name is null || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("xunit", StringComparison.Ordinal)
        || name is "System" or "mscorlib" or "netstandard" or "FSharp.Core";
}
