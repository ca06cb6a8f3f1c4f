using Azure.Data.Tables;

namespace Orleans.Storage;

/// <summary>
/// How a state lies in a row, as in the official provider: the partition is <c>{service id}_{grain id}</c>, the row the state's name, and the bytes are in
/// Data, Data1, Data2 … of 64 KiB each.
/// </summary>
internal static class StateRow
{
    /// <summary>Bytes of one property; the service's own limit.</summary>
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Properties of bytes: 960 KiB, which with keys and names stays under the 1 MiB of a row.</summary>
    private const int MostChunks = 15;

    /// <summary>Characters of a key.</summary>
    private const int MostKeyLength = 1023;

    public static TableEntity Empty(string serviceId, string stateName, GrainId grainId) => new(Key($"{serviceId}_{grainId}"), Key(stateName));

    /// <exception cref="ArgumentOutOfRangeException">The state is larger than a row may be.</exception>
    public static void Put(TableEntity row, ReadOnlyMemory<byte> state)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(state.Length, ChunkBytes * MostChunks, nameof(state));
        for (var at = 0; at < state.Length; at += ChunkBytes)
        {
            row[Name(at / ChunkBytes)] = state.Slice(at, Math.Min(ChunkBytes, state.Length - at)).ToArray();
        }
    }

    /// <summary>Null where the row holds no state: it was cleared.</summary>
    public static BinaryData? Take(TableEntity row)
    {
        using var state = new MemoryStream();
        for (var chunk = 0; chunk < MostChunks && row.GetBinary(Name(chunk)) is { } bytes; chunk++)
        {
            state.Write(bytes);
        }

        return state.Length == 0 ? null : BinaryData.FromBytes(state.ToArray());
    }

    private static string Name(int chunk) => chunk == 0 ? "Data" : $"Data{chunk}";

    // What a key may not hold becomes an underscore, so names that differ only there share a row: who names grains sees to it that none do.
    private static string Key(string text) => text.Length <= MostKeyLength
        ? text.Replace('/', '_').Replace('\\', '_').Replace('#', '_').Replace('?', '_')
        : throw new ArgumentException($"A key of a table has at most {MostKeyLength} characters, not {text.Length}: {text}");
}
