using System.Globalization;
using System.Text;

namespace Orleans.Muc.Xmpp.Tests.Addresses;

/// <summary>UTS #39 §4, and RFC 8266 §2.1 for spaces.</summary>
public sealed class SkeletonTests
{
    [Theory]
    [InlineData("Romeo", "R\u043Em\u0435\u043E")] // Cyrillic o, e, o
    [InlineData("Romeo", "\u13A1\u03BFrneo")] // Cherokee R, Greek o, r and n
    [InlineData("Romeo", "\uFF32\uFF4F\uFF4D\uFF45\uFF4F")] // fullwidth
    [InlineData("Romeo", "\U0001D411\U0001D428\U0001D426\U0001D41E\U0001D428")] // mathematical bold
    [InlineData("Benvolio", "Benvo1io")]
    [InlineData("Benvolio", "BenvoIio")]
    [InlineData("Benvolio", "Benvo|io")]
    [InlineData("R0saline", "ROsaline")]
    [InlineData("Mercutio", "\u041Cercuti\u03BF")] // Cyrillic M, Greek o
    [InlineData("Andr\u00E9", "Andr\u0435\u0301")] // an accent on a Cyrillic e
    [InlineData("Jim's", "Jim\u2019s")]
    [InlineData("the nurse", "the  nurse")]
    [InlineData("the nurse", "the\u2800nurse")]
    [InlineData("\u0915\u094D\u0937", "\u0915\u094D\u200D\u0937")] // a joiner, allowed after a virama and invisible
    public void Look_alikes_have_one_skeleton(string one, string other) => Assert.Equal(Nick.Parse(one).Skeleton, Nick.Parse(other).Skeleton);

    [Theory]
    [InlineData("Romeo", "romeo")]
    [InlineData("Romeo", "Rome")]
    [InlineData("Romeo", "Rom\u00E9o")]
    [InlineData("the nurse", "thenurse")]
    [InlineData("\u0416\u043E\u0440\u0430", "\u0416\u0430\u0440\u0430")]
    [InlineData("\u4E2D", "\u56FD")]
    public void Whoever_can_be_told_apart_has_one_of_their_own(string one, string other) => Assert.NotEqual(Nick.Parse(one).Skeleton, Nick.Parse(other).Skeleton);

    [Fact]
    public void Plain_text_is_its_own_skeleton()
    {
        var nick = Nick.Parse("Julie");

        Assert.Same(nick.Value, nick.Skeleton);
    }

    [Fact]
    public void Skeleton_of_a_skeleton_is_the_same_for_every_character()
    {
        for (var c = 1; c <= 0x10FFFF; c++)
            if (Rune.IsValid(c))
                AssertIsItsOwn(Skeletons.Of(new Rune(c).ToString()), c.ToString("X", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Skeleton_of_a_skeleton_is_the_same_for_strings_of_characters_that_look_alike()
    {
        var characters = Enumerable.Range(1, 0x1FFFF).Where(c => Rune.IsValid(c) && Skeletons.Of(new Rune(c).ToString()) != new Rune(c).ToString()).ToArray();
        Assert.True(characters.Length > 5_000);
        var random = new Random(1597);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => Draw(random, characters)));
            AssertIsItsOwn(Skeletons.Of(text), text);
        }
    }

    private static string Draw(Random random, int[] characters) => random.Next(4) switch
    {
        0 => " ",
        1 => new Rune(random.Next(0x300, 0x370)).ToString(),
        _ => new Rune(characters[random.Next(characters.Length)]).ToString(),
    };

    private static void AssertIsItsOwn(string skeleton, string what) => Assert.True(Skeletons.Of(skeleton) == skeleton, what);
}
