using System.Buffers;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>Escaping of text into UTF-8 XML. A character that XML 1.0 can't carry, or an unpaired surrogate, becomes U+FFFD.</summary>
public static class XmlText
{
    private static readonly SearchValues<char> Special =
        SearchValues.Create("<>&'\"\t\n\r" + string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)) + "\uFFFE\uFFFF");

    /// <summary>Writes text safe inside an attribute of either quote and in content: line breaks and tabs become character references.</summary>
    public static void WriteEscaped(IBufferWriter<byte> writer, ReadOnlySpan<char> text) => Write(writer, text, inAttribute: true);

    /// <summary>Writes character data: line breaks and tabs stay as they are.</summary>
    public static void WriteText(IBufferWriter<byte> writer, ReadOnlySpan<char> text) => Write(writer, text, inAttribute: false);

    /// <summary>The text as <see cref="WriteEscaped"/> writes it.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAny(Special) ? Encoding.UTF8.GetString(EscapeUtf8(text)) : text;
    }

    /// <summary>The text as <see cref="WriteEscaped"/> writes it, in UTF-8.</summary>
    public static byte[] EscapeUtf8(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(Special))
            return Encoding.UTF8.GetBytes(text);
        var writer = new ArrayBufferWriter<byte>(text.Length * 2);
        WriteEscaped(writer, text);
        return writer.WrittenSpan.ToArray();
    }

    internal static void WriteAttribute(IBufferWriter<byte> writer, string name, string value)
    {
        writer.Write(" "u8);
        WriteRaw(writer, name);
        writer.Write("='"u8);
        WriteEscaped(writer, value);
        writer.Write("'"u8);
    }

    internal static void WriteRaw(IBufferWriter<byte> writer, ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
            Encoding.UTF8.GetBytes(text, writer);
    }

    private static void Write(IBufferWriter<byte> writer, ReadOnlySpan<char> text, bool inAttribute)
    {
        while (true)
        {
            var at = text.IndexOfAny(Special);
            if (at < 0)
            {
                WriteRaw(writer, text);
                return;
            }

            WriteRaw(writer, text[..at]);
            writer.Write(Replacement(text[at], inAttribute));
            text = text[(at + 1)..];
        }
    }

    private static ReadOnlySpan<byte> Replacement(char special, bool inAttribute) => special switch
    {
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '&' => "&amp;"u8,
        '\'' => inAttribute ? "&apos;"u8 : "'"u8,
        '"' => inAttribute ? "&quot;"u8 : "\""u8,
        '\t' => inAttribute ? "&#9;"u8 : "\t"u8,
        '\n' => inAttribute ? "&#10;"u8 : "\n"u8,
        '\r' => "&#13;"u8,
        _ => "\uFFFD"u8,
    };
}
