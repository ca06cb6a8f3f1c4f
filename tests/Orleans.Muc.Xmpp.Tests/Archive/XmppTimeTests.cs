using System.Globalization;

namespace Orleans.Muc.Xmpp.Tests.Archive;

/// <summary>XEP-0082 §3.2.</summary>
public sealed class XmppTimeTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0, false)]
    [InlineData("2010-06-07T00:00:00Z", 1275868800000, false)]
    [InlineData("2010-06-07T00:00:00.5Z", 1275868800500, false)]
    [InlineData("2010-06-07T00:00:00.001000Z", 1275868800001, false)]
    [InlineData("2010-06-07T00:00:00.0010001Z", 1275868800001, true)]
    [InlineData("2010-06-07T02:30:00+02:30", 1275868800000, false)]
    [InlineData("2010-06-06T18:00:00-06:00", 1275868800000, false)]
    [InlineData("1969-12-31T23:59:59.9999Z", -1, true)]
    [InlineData("0001-01-01T00:00:00+14:00", -62135647200000, false)]
    [InlineData("9999-12-31T23:59:59.999-14:00", 253402351199999, false)]
    public void Time_is_read_to_the_millisecond(string text, long milliseconds, bool hasRest)
    {
        Assert.True(XmppTime.TryParse(text, out var time));
        Assert.Equal(new XmppTime(milliseconds, hasRest), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2010-06-07")]
    [InlineData("2010-06-07T00:00:00")] // no zone
    [InlineData("2010-06-07 00:00:00Z")]
    [InlineData("20100607T00:00:00Z")]
    [InlineData("2010-02-30T00:00:00Z")]
    [InlineData("2010-06-07T24:00:00Z")]
    [InlineData("2010-06-07T23:59:60Z")]
    [InlineData("2010-06-07T00:00:00.Z")]
    [InlineData("2010-06-07T00:00:00.1")]
    [InlineData("2010-06-07T00:00:00+15:00")]
    [InlineData("2010-06-07T00:00:00+01:60")]
    [InlineData("2010-06-07T00:00:00+0100")]
    [InlineData("2010-06-07T00:00:00z")]
    [InlineData("2010-06-07T00:00:00Zulu")]
    [InlineData("-2010-06-07T00:00:00Z")]
    [InlineData("2010-06-07T00:00:00.١Z")]
    public void What_is_no_time_is_refused(string text) => Assert.False(XmppTime.TryParse(text, out _));

    [Fact]
    public void What_is_written_is_read()
    {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++)
        {
            var milliseconds = random.NextInt64(-62135596800000, 253402300799999);
            var text = XmppTime.Write(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

            Assert.True(XmppTime.TryParse(text, out var time), text);
            Assert.Equal(new XmppTime(milliseconds, false), time);
        }
    }

    [Fact]
    public void Rest_decides_only_how_it_is_rounded_up()
    {
        Assert.True(XmppTime.TryParse("1970-01-01T00:00:00.0005Z", out var time));
        Assert.Equal("0 1", string.Create(CultureInfo.InvariantCulture, $"{time.Milliseconds} {time.MillisecondsUp}"));
    }
}
