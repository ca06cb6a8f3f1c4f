using System.Text.RegularExpressions;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>Sends a row's input and holds what comes back against what must.</summary>
internal static partial class Verdict
{
    private const string End = "</stream:stream>";
    private const string Ping = "<iq type='get' id='still-here' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

    public static async Task HoldsAsync(Row row, RawLink link)
    {
        await link.SendAsync(row.Input);
        switch (row.Outcome)
        {
            case Outcome.StreamError:
                await EndsWithAsync(link, StreamError(), row.Condition, "stream error");
                if (row.Phase is Phase.Connected or Phase.Authenticated)
                    Assert.StartsWith("<?xml version='1.0'?><stream:stream ", link.Received, StringComparison.Ordinal);
                break;
            case Outcome.TlsFailure:
                await EndsWithAsync(link, TlsFailure(), "failure", "TLS failure");
                break;
            case Outcome.LoginFailure:
                await FailsAsync(link, row.Condition);
                break;
            case Outcome.StanzaError:
                await RefusesAsync(link, row);
                break;
            case Outcome.Ignored:
                await IgnoresAsync(link);
                break;
            case Outcome.Ended:
                await EndsAsync(link);
                break;
            case Outcome.Closed:
                await link.ReadToEndAsync();
                Assert.DoesNotContain("<", link.Received, StringComparison.Ordinal);
                break;
        }
    }

    private static async Task EndsWithAsync(RawLink link, Regex error, string condition, string kind)
    {
        await link.ReadUntilAsync(End);
        var found = error.Matches(link.Received);
        Assert.True(found.Count == 1, $"Expected one {kind} {condition}, got: {link.Received}");
        Assert.Equal(condition, found[0].Groups["condition"].Value);
        await EndsAsync(link);
    }

    /// <summary>RFC 6120 §4.4: the end tag is the last thing said, and then the connection is closed, not reset.</summary>
    private static async Task EndsAsync(RawLink link)
    {
        await link.ReadUntilAsync(End);
        Assert.EndsWith(End, link.Received, StringComparison.Ordinal);
        await link.EndSendingAsync();
        await link.ReadToEndAsync();
        Assert.False(link.WasReset, "The connection was reset.");
        Assert.EndsWith(End, link.Received, StringComparison.Ordinal);
    }

    private static async Task FailsAsync(RawLink link, string condition)
    {
        await link.ReadUntilAsync("</failure>");
        var found = LoginFailure().Match(link.Received);
        Assert.True(found.Success, $"Expected the failure {condition}, got: {link.Received}");
        Assert.Equal(condition, found.Groups["condition"].Value);
        Assert.DoesNotContain("stream:error", link.Received, StringComparison.Ordinal);
        await link.SendAsync(End);
        await EndsAsync(link);
    }

    private static async Task RefusesAsync(RawLink link, Row row)
    {
        await link.ReadUntilAsync(got => StanzaError().IsMatch(got) || got.Contains(End, StringComparison.Ordinal), row.Condition);
        var found = StanzaError().Matches(link.Received);
        Assert.True(found.Count == 1, $"Expected one stanza error {row.Condition}, got: {link.Received}");
        Assert.Equal(row.Condition, found[0].Groups["condition"].Value);
        if (row.Phase == Phase.Bound)
        {
            link.Forget();
            await IgnoresAsync(link);
            return;
        }

        Assert.DoesNotContain("stream:error", link.Received, StringComparison.Ordinal);
        await link.SendAsync(End);
        await EndsAsync(link);
    }

    /// <summary>The answer to a ping is the next thing that comes, and the only one.</summary>
    private static async Task IgnoresAsync(RawLink link)
    {
        await link.SendAsync(Ping);
        await link.ReadUntilAsync(got => got.Contains("still-here", StringComparison.Ordinal) && got.EndsWith('>'), "the answer to a ping");
        Assert.Matches(Pong(), link.Received);
        link.Forget();
        await link.SendAsync(End);
        await EndsAsync(link);
    }

    [GeneratedRegex("<stream:error><(?<condition>[a-z-]+) xmlns=['\"]urn:ietf:params:xml:ns:xmpp-streams['\"]")]
    private static partial Regex StreamError();

    [GeneratedRegex("<(?<condition>failure) xmlns=['\"]urn:ietf:params:xml:ns:xmpp-tls['\"]")]
    private static partial Regex TlsFailure();

    [GeneratedRegex("<failure xmlns=['\"]urn:ietf:params:xml:ns:xmpp-sasl['\"]><(?<condition>[a-z-]+)")]
    private static partial Regex LoginFailure();

    [GeneratedRegex("<error type=['\"](?<type>[a-z]+)['\"]( by=['\"][^'\"]*['\"])?><(?<condition>[a-z-]+) xmlns=['\"]urn:ietf:params:xml:ns:xmpp-stanzas['\"]")]
    private static partial Regex StanzaError();

    [GeneratedRegex("^<iq [^>]*type=['\"]result['\"][^>]*>(</iq>)?$")]
    private static partial Regex Pong();
}
