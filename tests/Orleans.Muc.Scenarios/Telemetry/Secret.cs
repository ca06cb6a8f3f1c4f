using System.Globalization;
using System.Net;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Muc.Scenarios.Telemetry;

/// <summary>Something that nobody may read in a log, and every way in which it might be written there.</summary>
/// <param name="What">What it is, in words.</param>
/// <param name="Text">The secret itself.</param>
internal sealed record Secret(string What, string Text)
{
    /// <summary>As it is, as base64 wherever it begins in what is encoded (SASL PLAIN puts it behind a name), as hex, and escaped for addresses, JSON and XML.</summary>
    public IEnumerable<(string Form, string Written)> Forms()
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        yield return ("plain", Text);
        for (var offset = 0; offset < 3; offset++)
            yield return ($"base64, {offset} bytes in", Base64(bytes, offset));
        yield return ("hex", Convert.ToHexString(bytes));
        yield return ("small hex", Convert.ToHexStringLower(bytes));
        yield return ("hex with dashes", BitConverter.ToString(bytes));
        yield return ("escaped for an address", Uri.EscapeDataString(Text));
        yield return ("escaped for a form", WebUtility.UrlEncode(Text));
        yield return ("JSON", JsonEncodedText.Encode(Text).ToString());
        yield return ("relaxed JSON", JsonEncodedText.Encode(Text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
        yield return ("XML", SecurityElement.Escape(Text)!);
        yield return ("XML text", Text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));
        yield return ("UTF-8 read as Latin-1", Encoding.Latin1.GetString(bytes));
        yield return ("a list of bytes", string.Join(", ", bytes.Select(value => value.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Where it is found in a text; empty when it is not.</summary>
    public IEnumerable<string> FoundIn(string text) =>
        from form in Forms()
        let at = text.IndexOf(form.Written, StringComparison.Ordinal)
        where at >= 0
        select $"{What}, {form.Form}: …{text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 200)]}…";

    /// <summary>The characters of base64 that depend on these bytes alone when they stand so far in.</summary>
    private static string Base64(byte[] bytes, int offset)
    {
        var whole = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        var first = ((offset * 8) + 5) / 6;
        return whole[first..((offset + bytes.Length) * 8 / 6)];
    }
}
