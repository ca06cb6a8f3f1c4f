namespace Orleans.Muc.Abstractions.States;

/// <summary>
/// How large the state of a grain may be, in bytes as <see cref="StateFormat"/> writes it. The bounds are those of the smallest storage, and hold in all: what one has stored fits into every
/// other.
/// </summary>
public static class StateSize
{
    /// <summary>Orleans' table storage puts a state into fifteen properties of 64 KiB; what is missing here is for the signature that goes with it.</summary>
    public const int Most = (15 * 64 * 1024) - (8 * 1024);

    /// <summary>What users may make of a state by their requests. The rest is for what a grain notes by itself, which must not fail because somebody's roster is long.</summary>
    public const int MostOfUsers = 896 * 1024;

    public static int Of<T>(T state) => StateFormat.Write(state).Length;

    /// <summary>Whether users may change a state so: it stays within their bound, or at least does not grow.</summary>
    public static bool Allows<T>(T before, T next) => Of(next) is var size && (size <= MostOfUsers || size <= Of(before));
}
