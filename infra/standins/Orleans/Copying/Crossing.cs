using Orleans.Runtime;

namespace Orleans.Copying;

/// <summary>Whether a type may cross a grain call, decided before anything does.</summary>
internal static class Crossing
{
    /// <summary>A sentence for every method of a grain interface that a type keeps from being called.</summary>
    public static IEnumerable<string> Problems(IEnumerable<Type> interfaces)
    {
        foreach (var method in interfaces.SelectMany(i => InterfaceInfo.Of(i).Methods.Where(m => m.InterfaceType == i)))
        {
            if (method.Method.IsGenericMethodDefinition)
            {
                yield return $"{method.Name} is generic, which the in-repo stand-in for Orleans doesn't do.";
                continue;
            }

            if (!IsPromise(method.Method.ReturnType) && !(method.IsOneWay && method.Method.ReturnType == typeof(void)))
            {
                yield return $"{method.Name} returns {method.Method.ReturnType}; a grain method returns Task or ValueTask.";
                continue;
            }

            foreach (var type in method.ParameterTypes.Concat(method.ResultType is { } result ? [result] : []))
            {
                if (Culprit(type, []) is { } culprit)
                {
                    yield return $"{method.Name} passes {Describe(type, culprit)} without [GenerateSerializer] or a registered converter.";
                }
            }
        }
    }

    private static string Describe(Type type, Type culprit) => type == culprit ? $"{type}" : $"{type}, which holds {culprit}";

    private static bool IsPromise(Type type) => type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var definition && (definition == typeof(Task<>) || definition == typeof(ValueTask<>)));

    // The first type found that may not cross; null for none.
    private static Type? Culprit(Type type, HashSet<Type> visited)
    {
        if (!visited.Add(type) || Immutability.IsLeaf(type) || type.IsInterface || type.IsAbstract || type.IsGenericParameter || type == typeof(object)
            || typeof(IAddressable).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type))
        {
            return null;
        }

        if (Converters.For(type) is var (_, surrogate))
        {
            return Culprit(surrogate, visited);
        }

        if (type.IsArray)
        {
            return Culprit(type.GetElementType()!, visited);
        }

        if (MemberPlan.For(type) is { } plan)
        {
            return plan.Members.Select(m => Culprit(m.ValueType, visited)).FirstOrDefault(t => t is not null);
        }

        if (type.IsGenericType && (CollectionCopiers.Knows(type) || Immutability.IsImmutable(type)))
        {
            return type.GetGenericArguments().Select(t => Culprit(t, visited)).FirstOrDefault(t => t is not null);
        }

        return type;
    }
}
