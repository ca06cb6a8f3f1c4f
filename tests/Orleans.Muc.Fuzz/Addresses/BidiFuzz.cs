using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Addresses;

/// <summary>Localparts of mixed direction against the Bidi rule.</summary>
public sealed class BidiFuzz
{
    private const int MostCharacters = 8;

    [Fact]
    public void Localpart_of_mixed_direction_is_allowed_exactly_when_the_Bidi_rule_holds()
    {
        var allowed = 0;
        foreach (var number in FuzzRun.Cases(ordinary: 20_000, full: 200_000))
        {
            var dice = FuzzRun.Dice("bidi", number);
            var drawn = Enumerable.Range(0, dice.Next(1, MostCharacters + 1)).Select(_ => dice.Pick(BidiOracle.Alphabet)).ToList();
            var text = string.Concat(drawn.Select(c => char.ConvertFromUtf32(c.CodePoint)));
            // Arabic-Indic and extended digits may not be mixed for another reason, and marks are reordered by form C.
            if (MixesDigits(drawn.Select(c => c.CodePoint)) || HasTwoMarks(drawn.Select(c => c.Class).ToList()))
                continue;
            var isExpected = BidiOracle.Holds([.. drawn.Select(c => c.Class)]);
            var isAllowed = Precis.TryLocalpart(text, out var prepared);
            Assert.True(isExpected == isAllowed, $"{FuzzRun.Label(number)}: {Shown(text)} {string.Join(' ', drawn.Select(c => c.Class))} is {(isAllowed ? "" : "not ")}allowed");
            Assert.True(!isAllowed || prepared == text, $"{FuzzRun.Label(number)}: {Shown(text)} became {Shown(prepared ?? "")}");
            allowed += isAllowed ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FuzzRun.Seed}: {allowed} allowed");
    }

    internal static string Shown(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"));

    private static bool MixesDigits(IEnumerable<int> text)
    {
        var kinds = text.Select(c => c is >= 0x660 and <= 0x669 ? 1 : c is >= 0x6F0 and <= 0x6F9 ? 2 : 0).ToHashSet();
        return kinds.Contains(1) && kinds.Contains(2);
    }

    private static bool HasTwoMarks(List<string> classes) => Enumerable.Range(1, classes.Count - 1).Any(i => classes[i] == "NSM" && classes[i - 1] == "NSM");
}
