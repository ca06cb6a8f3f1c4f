namespace Orleans.Muc.Rooms;

/// <summary>Everything a decision takes from outside: the time and a source of randomness.</summary>
public sealed record Moment(DateTimeOffset Now, IChance Chance);

/// <summary>A source of randomness. It makes occupant id keys, so outside of tests it must be cryptographically strong.</summary>
public interface IChance
{
    /// <summary>64 random bits.</summary>
    ulong Next();

    /// <summary>Fills the whole span with random bytes.</summary>
    void Fill(Span<byte> bytes);
}
