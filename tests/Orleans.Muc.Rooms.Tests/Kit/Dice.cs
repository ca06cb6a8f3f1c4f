namespace Orleans.Muc.Rooms.Tests.Kit;

/// <summary>Chance without surprises: the same every time.</summary>
internal sealed class Dice(int seed = 1) : IChance
{
    private readonly Random random = new(seed);

    public ulong Next() => (ulong)random.NextInt64();

    public void Fill(Span<byte> bytes) => random.NextBytes(bytes);
}
