using FsCheck;
using FsCheck.Fluent;

namespace Orleans.Muc.Rooms.Tests.Properties;

/// <summary>One thing that somebody does, drawn at random.</summary>
internal sealed record Move(int Kind, int Who, int Whom, int Detail)
{
    /// <summary>Scripts of up to sixty moves; a failing one is shrunk by leaving moves out.</summary>
    public static Arbitrary<Move[]> Scripts { get; } = Arb.From(Script(), Shorter);

    private static Gen<Move[]> Script()
    {
        var move = from kind in Gen.Choose(0, 99)
                   from who in Gen.Choose(0, 99)
                   from whom in Gen.Choose(0, 99)
                   from detail in Gen.Choose(0, 999)
                   select new Move(kind, who, whom, detail);
        return from length in Gen.Choose(1, 60)
               from moves in Gen.ArrayOf(move, length)
               select moves;
    }

    private static IEnumerable<Move[]> Shorter(Move[] moves)
    {
        for (var half = moves.Length / 2; half > 0; half /= 2)
            for (var at = 0; at + half <= moves.Length; at += half)
                yield return [.. moves[..at], .. moves[(at + half)..]];
    }
}
