namespace Orleans.Muc.Xmpp.Tests.Addresses;

public sealed class PrecisTests
{
    /// <summary>RFC 8265 §3.5, and the contextual rules of RFC 5892 appendix A.</summary>
    [Theory]
    [InlineData("juliet@example.com", null)]
    [InlineData("fussball", "fussball")]
    [InlineData("fu\u00DFball", "fu\u00DFball")]
    [InlineData("\u03C0", "\u03C0")]
    [InlineData("\u03A3", "\u03C3")]
    [InlineData("\u03C3", "\u03C3")]
    [InlineData("\u03C2", "\u03C2")]
    [InlineData("foo bar", null)]
    [InlineData("", null)]
    [InlineData("henry\u2163", null)]
    [InlineData("\u265A", null)]
    [InlineData("\u212A", null)]
    [InlineData("l\u00B7l", "l\u00B7l")]
    [InlineData("a\u00B7l", null)]
    [InlineData("l\u00B7", null)]
    [InlineData("\u0375\u03B1", "\u0375\u03B1")]
    [InlineData("\u0375a", null)]
    [InlineData("\u05D0\u05F3", "\u05D0\u05F3")]
    [InlineData("a\u05F3", null)]
    [InlineData("\u30A2\u30FB", "\u30A2\u30FB")]
    [InlineData("a\u30FBb", null)]
    [InlineData("\u0628\u0661\u0662", "\u0628\u0661\u0662")]
    [InlineData("\u0628\u0661\u06F2", null)]
    [InlineData("\u0915\u094D\u200D\u0937", "\u0915\u094D\u200D\u0937")]
    [InlineData("\u0915\u200D\u0937", null)]
    [InlineData("\u0628\u200C\u0628", "\u0628\u200C\u0628")]
    [InlineData("a\u200Cb", null)]
    [InlineData("\u0640", null)]
    [InlineData("\u1100", null)]
    [InlineData("\u0378", null)]
    [InlineData("\uFF46\uFF4F\uFF4F", "foo")]
    [InlineData("\u05D0a", null)]
    [InlineData("a\u05D0", null)]
    [InlineData("\u05D01", "\u05D01")]
    [InlineData("1\u05D0", null)]
    [InlineData("\u05D0-", null)]
    public void Usernames(string text, string? prepared)
    {
        Assert.Equal(prepared is not null, Precis.TryLocalpart(text, out var found));
        if (prepared is not null)
            Assert.Equal(prepared, found);
    }

    /// <summary>RFC 8265 §4.3.</summary>
    [Theory]
    [InlineData("correct horse battery staple", "correct horse battery staple")]
    [InlineData("Correct Horse Battery Staple", "Correct Horse Battery Staple")]
    [InlineData("\u03C0\u00DF\u00E5", "\u03C0\u00DF\u00E5")]
    [InlineData("Jack of \u2666s", "Jack of \u2666s")]
    [InlineData("foo\u1680bar", "foo bar")]
    [InlineData(" leading", " leading")]
    [InlineData("\uFF21", "\uFF21")]
    [InlineData("", null)]
    [InlineData("my cat is a \u0009by", null)]
    public void Passwords_keep_case_and_width(string text, string? prepared)
    {
        Assert.Equal(prepared is not null, Passwords.TryPrepare(text, out var found));
        if (prepared is not null)
            Assert.Equal(prepared, found);
    }

    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\u0041\u030A\u0301", "\u01FA")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u1025\u102E", "\u1026")]
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\uFB1D", "\u05D9\u05B4")]
    [InlineData("\u0DDC\u0DCA", "\u0DDD")]
    public void Form_c_is_what_unicode_says(string text, string composed) =>
        Assert.Equal(composed, Precis.ToText(Normalization.ToFormC(Precis.ToCodePoints(text)!)));

    [Fact]
    public void Preparing_is_idempotent_for_every_character()
    {
        for (var c = 0x80; c < 0x30000; c++)
        {
            if (c is >= 0xD800 and <= 0xDFFF)
                continue;
            var text = "a" + char.ConvertFromUtf32(c);
            if (Precis.TryLocalpart(text, out var local))
                Assert.True(Precis.TryLocalpart(local, out var again) && again == local, $"{c:X}");
            if (Precis.TryResourcepart(text, out var resource))
                Assert.True(Precis.TryResourcepart(resource, out var again) && again == resource, $"{c:X}");
        }
    }
}
