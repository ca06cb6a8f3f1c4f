namespace Orleans.Runtime;

/// <summary>The activation whose turn runs on this thread.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static Activation? t_current;

    public static Activation? Current => t_current;

    public static Activation? Enter(Activation? activation)
    {
        var previous = t_current;
        t_current = activation;
        return previous;
    }
}
