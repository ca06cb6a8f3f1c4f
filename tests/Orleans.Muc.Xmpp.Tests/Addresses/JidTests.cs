namespace Orleans.Muc.Xmpp.Tests.Addresses;

public sealed class JidTests
{
    /// <summary>RFC 7622 §3.5, table 1.</summary>
    [Theory]
    [InlineData("juliet@example.com", "juliet", "example.com", null)]
    [InlineData("juliet@example.com/foo", "juliet", "example.com", "foo")]
    [InlineData("juliet@example.com/foo bar", "juliet", "example.com", "foo bar")]
    [InlineData("juliet@example.com/foo@bar", "juliet", "example.com", "foo@bar")]
    [InlineData("foo\\20bar@example.com", "foo\\20bar", "example.com", null)]
    [InlineData("fussball@example.com", "fussball", "example.com", null)]
    [InlineData("fu\u00DFball@example.com", "fu\u00DFball", "example.com", null)]
    [InlineData("\u03C0@example.com", "\u03C0", "example.com", null)]
    [InlineData("\u03A3@example.com/foo", "\u03C3", "example.com", "foo")]
    [InlineData("\u03C3@example.com/foo", "\u03C3", "example.com", "foo")]
    [InlineData("\u03C2@example.com/foo", "\u03C2", "example.com", "foo")]
    [InlineData("king@example.com/\u265A", "king", "example.com", "\u265A")]
    [InlineData("example.com", null, "example.com", null)]
    [InlineData("example.com/foobar", null, "example.com", "foobar")]
    [InlineData("a.example.com/b@example.net", null, "a.example.com", "b@example.net")]
    public void What_the_rfc_calls_a_jid_is_one(string text, string? local, string domain, string? resource)
    {
        var jid = Jid.Parse(text);
        Assert.Equal((local, domain, resource), (jid.Localpart, jid.Domainpart, jid.Resourcepart));
    }

    /// <summary>RFC 7622 §3.5, table 2.</summary>
    [Theory]
    [InlineData("\"juliet\"@example.com")]
    [InlineData("foo bar@example.com")]
    [InlineData("juliet@example.com/ foo")]
    [InlineData("@example.com/")]
    [InlineData("henry\u2163@example.com")]
    [InlineData("\u265A@example.com")]
    [InlineData("juliet@")]
    [InlineData("/foobar")]
    public void What_the_rfc_calls_no_jid_is_none(string text) => Assert.False(Jid.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("/")]
    [InlineData("@example.com")]
    [InlineData("juliet@example.com/")]
    [InlineData("a@b@c")]
    [InlineData("jul'iet@example.com")]
    [InlineData("jul<iet@example.com")]
    [InlineData("jul&iet@example.com")]
    [InlineData("jul:iet@example.com")]
    [InlineData("\uFF20x@example.com")]
    [InlineData("a\u200Bb@example.com")]
    [InlineData("juliet@exa mple.com")]
    [InlineData("juliet@example..com")]
    [InlineData("juliet@.example.com")]
    [InlineData("juliet@-example.com")]
    [InlineData("juliet@ab--cd.com")]
    [InlineData("juliet@example.com..")]
    [InlineData("juliet@exam\u2665ple.com")]
    [InlineData("juliet@[::1")]
    [InlineData("juliet@[]")]
    [InlineData("juliet@[")]
    [InlineData("juliet@[::g]")]
    [InlineData("juliet@[fe80::1%eth0]")]
    [InlineData("juliet@[127.0.0.1]")]
    [InlineData("juliet@xn--a")]
    [InlineData("juliet@example.com/\u0007")]
    [InlineData("juliet@example.com/\u202Egnp")]
    public void Nonsense_is_no_jid(string text) => Assert.False(Jid.TryParse(text, out _));

    [Fact]
    public void Half_a_character_is_none()
    {
        Assert.False(Jid.TryParse("juliet@example.com/\uDC00", out _));
        Assert.False(Jid.TryParse("juliet\uD800@example.com", out _));
        Assert.False(Jid.TryParse("juliet@ex\uD800ample.com", out _));
        Assert.False(Nick.TryParse("Romeo\uD83C", out _));
    }

    [Theory]
    [InlineData("JULIET@EXAMPLE.COM/Balcony", "juliet@example.com/Balcony")]
    [InlineData("juliet@example.com.", "juliet@example.com")]
    [InlineData("\uFF2A\uFF35liet@\uFF25xample.com", "juliet@example.com")]
    [InlineData("e\u0301@example.com/e\u0301", "\u00E9@example.com/\u00E9")]
    [InlineData("B\u00DCCHER@B\u00DCCHER.example", "b\u00FCcher@b\u00FCcher.example")]
    [InlineData("xn--bcher-kva.example", "b\u00FCcher.example")]
    [InlineData("juliet@example\u3002com", "juliet@example.com")]
    [InlineData("juliet@example.com/a\u00A0b", "juliet@example.com/a b")]
    [InlineData("\u0130@example.com", "i\u0307@example.com")]
    [InlineData("x@[2001:DB8::1]", "x@[2001:db8::1]")]
    [InlineData("x@127.0.0.1", "x@127.0.0.1")]
    [InlineData("x@my_host", "x@my_host")]
    [InlineData("\u05D0\u05D1@\u05D0.example", "\u05D0\u05D1@\u05D0.example")]
    public void Parts_are_prepared_and_preparing_again_changes_nothing(string text, string prepared)
    {
        var jid = Jid.Parse(text);
        Assert.Equal(prepared, jid.ToString());
        Assert.Equal(jid, Jid.Parse(jid.ToString()));
    }

    [Fact]
    public void Each_part_has_at_most_1023_bytes()
    {
        Assert.True(Jid.TryCreate(new string('a', 1023), "example.com", new string('b', 1023), out _));
        Assert.False(Jid.TryCreate(new string('a', 1024), "example.com", null, out _));
        Assert.False(Jid.TryCreate(null, "example.com", new string('b', 1024), out _));
        Assert.True(Jid.TryCreate(new string('\u00E9', 511), "example.com", null, out _));
        Assert.False(Jid.TryCreate(new string('\u00E9', 512), "example.com", null, out _));
        Assert.False(Jid.TryCreate(null, new string('a', 64) + ".com", null, out _));
        Assert.False(Jid.TryCreate(null, string.Join('.', Enumerable.Repeat("abcdefg", 129)), null, out _));
    }

    [Fact]
    public void Bare_domain_and_occupant_addresses_are_derived()
    {
        var jid = Jid.Parse("verona@rooms.lit/Juliet");
        Assert.Equal("verona@rooms.lit", jid.Bare.ToString());
        Assert.Same(jid.Bare, jid.Bare);
        Assert.Same(jid.Bare, jid.Bare.Bare);
        Assert.Equal("rooms.lit", jid.Domain.ToString());
        Assert.True(jid.IsFull && jid.Bare.IsBare && !jid.IsBare);
        Assert.Equal("verona@rooms.lit/Romeo", jid.WithResource(Nick.Parse("Romeo")).ToString());
        Assert.True(jid.Bare.TryWithResource("a/b", out var other));
        Assert.Equal("a/b", other.Resourcepart);
        Assert.False(jid.TryWithResource("", out _));
    }

    [Fact]
    public void Addresses_are_equal_by_their_prepared_text_and_ordered_by_it()
    {
        Assert.True(Jid.Parse("ROMEO@montague.lit") == Jid.Parse("romeo@montague.lit"));
        Assert.True(Jid.Parse("romeo@montague.lit/a") != Jid.Parse("romeo@montague.lit/A"));
        Assert.Equal(Jid.Parse("ROMEO@montague.lit").GetHashCode(), Jid.Parse("romeo@montague.lit").GetHashCode());
        Assert.True(Jid.Parse("a@b") < Jid.Parse("b@b"));
        Assert.True(Jid.Parse("b@b") >= Jid.Parse("a@b"));
    }

    [Fact]
    public void Text_that_is_no_jid_can_not_be_parsed() => Assert.Throws<FormatException>(() => Jid.Parse("@"));
}
