namespace Orleans.Muc.Xmpp.Tests.Addresses;

public sealed class StanzaIdTests
{
    private static readonly DateTimeOffset Noon = new(1597, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Today = new(2026, 5, 3, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Id_tells_when_it_was_given()
    {
        var id = StanzaId.Next(null, Today, 0xABCDEF);
        Assert.Equal(Today, id.At);
        Assert.Equal(32, id.Value.Length);
        Assert.EndsWith("00000000000000abcdef", id.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_grow_while_the_clock_runs_stands_still_and_goes_back()
    {
        var random = new Random(7);
        StanzaId? last = null;
        var now = Today;
        for (var i = 0; i < 200_000; i++)
        {
            now += TimeSpan.FromMilliseconds(i % 3 == 0 ? random.Next(-5, 6) : 0);
            var next = StanzaId.Next(last, now, (ulong)random.NextInt64());
            Assert.True(last is null || next > last, $"{last} {next}");
            last = next;
        }
    }

    [Fact]
    public void Counter_runs_over_into_the_next_millisecond()
    {
        var full = new StanzaId(StanzaId.Next(null, Today, 0).Value[..12] + "ffff" + new string('0', 16));
        var next = StanzaId.Next(full, Today, 0);
        Assert.True(next > full);
        Assert.Equal(Today.AddMilliseconds(1), next.At);
    }

    [Fact]
    public void Time_before_the_epoch_counts_as_the_epoch() =>
        Assert.Equal(DateTimeOffset.UnixEpoch, StanzaId.Next(null, Noon, 1).At);

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData(null)]
    public void Other_text_is_no_id(string? text)
    {
        Assert.False(StanzaId.TryParse(text, out _));
        Assert.Throws<ArgumentException>(() => new StanzaId(text!));
    }

    [Fact]
    public void Nobody_gives_an_id_after_the_year_9999()
    {
        Assert.True(StanzaId.TryParse("e677d21fdbff" + new string('f', 20), out var last));
        Assert.Equal(9999, last.At.Year);
        Assert.False(StanzaId.TryParse("e677d21fdc00" + new string('0', 20), out _));
    }

    [Fact]
    public void Id_is_read_back()
    {
        var id = StanzaId.Next(null, Today, ulong.MaxValue);
        Assert.True(StanzaId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
    }
}
