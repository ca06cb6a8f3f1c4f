namespace Orleans.Muc.Xmpp.Tests.Addresses;

public sealed class NickTests
{
    [Theory]
    [InlineData("Romeo", "Romeo")]
    [InlineData("Romeo Montague", "Romeo Montague")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\U0001F916", "\U0001F916")]
    [InlineData("/help", "/help")]
    [InlineData("\u0416\u043E\u0440\u0430", "\u0416\u043E\u0440\u0430")]
    [InlineData("\u2801\u2800\u2801", "\u2801\u2800\u2801")]
    public void What_people_call_themselves_is_a_nick(string text, string value) => Assert.Equal(value, Nick.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Romeo ")]
    [InlineData(" Romeo")]
    [InlineData("Romeo\u00A0")]
    [InlineData("\u3000")]
    [InlineData("\u200B")]
    [InlineData("Ro\u200Bmeo")]
    [InlineData("\u2800")]
    [InlineData("Romeo\u2800")]
    [InlineData("\u3164")]
    [InlineData("\u00AD")]
    [InlineData("\u0301Romeo")]
    [InlineData("\u202Eoemor")]
    [InlineData("Romeo\n")]
    [InlineData("\uFFFC")]
    [InlineData("\uE000")]
    [InlineData("\U00013441")]
    [InlineData("Romeo\U00013442")]
    [InlineData("\u2800\u00A0\u2800")]
    [InlineData("\u115F\u1160")]
    [InlineData("\u2060")]
    [InlineData("\uFEFF")]
    [InlineData("\u200D")]
    [InlineData("\U000E0041")]
    public void What_shows_nothing_or_looks_like_another_is_none(string? text) => Assert.False(Nick.TryParse(text, out _));

    [Fact]
    public void Nick_has_at_most_1023_bytes()
    {
        Assert.True(Nick.TryParse(new string('x', 1023), out _));
        Assert.False(Nick.TryParse(new string('x', 1024), out _));
        Assert.False(Nick.TryParse(new string('\u00E9', 512), out _));
        Assert.Throws<FormatException>(() => Nick.Parse(" "));
    }

    [Fact]
    public void Nicks_are_equal_by_their_prepared_text()
    {
        Assert.True(Nick.Parse("e\u0301") == Nick.Parse("\u00E9"));
        Assert.True(Nick.Parse("romeo") != Nick.Parse("Romeo"));
    }
}
