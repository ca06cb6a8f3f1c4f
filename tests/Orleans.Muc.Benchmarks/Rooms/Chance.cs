using Orleans.Muc.Rooms;

namespace Orleans.Muc.Benchmarks;

/// <summary>Chance that takes the same course in every run.</summary>
internal sealed class Chance : IChance
{
    private readonly Random random = new(1);

    public ulong Next() => (ulong)random.NextInt64();

    public void Fill(Span<byte> bytes) => random.NextBytes(bytes);
}
