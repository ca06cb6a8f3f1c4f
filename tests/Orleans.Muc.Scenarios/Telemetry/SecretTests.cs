using System.Text;

namespace Orleans.Muc.Scenarios.Telemetry;

/// <summary>That the search for secrets finds them.</summary>
public sealed class SecretTests
{
    private static readonly Secret Password = new("a password", "Thou art <thyself> & \"no\" Montägue");

    [Theory]
    [InlineData("Thou art <thyself> & \"no\" Montägue")]
    [InlineData("{\"Password\":\"Thou art \\u003Cthyself\\u003E \\u0026 \\u0022no\\u0022 Mont\\u00E4gue\"}")]
    [InlineData("<password>Thou art &lt;thyself&gt; &amp; \"no\" Montägue</password>")]
    [InlineData("password=Thou%20art%20%3Cthyself%3E%20%26%20%22no%22%20Mont%C3%A4gue")]
    public void It_is_found_however_it_is_written(string text) => Assert.NotEmpty(Password.FoundIn($"before {text} after"));

    [Theory]
    [InlineData("")]
    [InlineData("\0romeo\0")]
    [InlineData("\0r\0")]
    [InlineData("\0ro\0")]
    public void It_is_found_in_base64_behind_anything(string before) =>
        Assert.NotEmpty(Password.FoundIn(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{Password.Text}\n"))));

    [Fact]
    public void It_is_not_found_where_it_is_not() => Assert.Empty(Password.FoundIn("Thou art thyself, though not a Montague."));
}
