using System.Buffers;
using System.Text;
using System.Xml;
using Orleans.Muc.Xmpp;
using XmlText = Orleans.Muc.Xmpp.XmlText;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>
/// A stanza as its recipients get it must be a well-formed document of its own and say the same. What is not relayed, by design: text
/// between the children, and attributes other than the five that stanzas have.
/// </summary>
internal static class Relaying
{
    public static bool IsStanza(Infoset element) => element is { Namespace: Ns.Client, Name: "message" or "presence" or "iq" };

    public static string? Complaint(Stanza stanza, Infoset original, string? streamLang)
    {
        if (!IsStanza(original) || !stanza.Kind.ToString().Equals(original.Name, StringComparison.OrdinalIgnoreCase))
            return $"read as a stanza: {Visible(original)}";
        return Addressing(stanza, original, streamLang) ?? Relayed(stanza, original) ?? Stored(stanza.Payload, original);
    }

    /// <summary>Compares an infoset with what it should be.</summary>
    public static string? Difference(string what, string got, Infoset original) =>
        got == original.ToString() ? null : $"{what} is {Visible(got)} and was {Visible(original)}";

    /// <summary>Compares bytes that are an element relative to <c>jabber:client</c> with what they should say.</summary>
    public static string? Same(string what, ReadOnlySpan<byte> utf8, Infoset original)
    {
        try
        {
            var wrapped = Infoset.Parse([.. "<w xmlns='jabber:client'>"u8, .. utf8, .. "</w>"u8]);
            return Difference(what, wrapped.Children.Single().ToString(), original);
        }
        catch (XmlException broken)
        {
            return $"{what} is no XML: {broken.Message} {Encoding.UTF8.GetString(utf8)}";
        }
    }

    private static string? Addressing(Stanza stanza, Infoset original, string? streamLang)
    {
        var isRight = stanza.Id == original["id"]
            && stanza.Type == original["type"]
            && stanza.Lang == (original["lang", Ns.Xml] ?? streamLang)
            && IsAddress(stanza.To, stanza.MalformedTo, original["to"])
            && IsAddress(stanza.From, stanza.MalformedFrom, original["from"]);
        return isRight ? null : $"the addressing of {stanza} is not that of {Visible(original)}";
    }

    private static bool IsAddress(Jid? jid, string? malformed, string? raw) =>
        raw is null ? jid is null && malformed is null
        : Jid.TryParse(raw, out var expected) ? jid == expected && malformed is null
        : jid is null && malformed == raw;

    private static string? Relayed(Stanza stanza, Infoset original)
    {
        var writer = new ArrayBufferWriter<byte>();
        stanza.Encode().WriteTo(writer, XmlText.EscapeUtf8("juliet@localhost/\"&'<balcony>"));
        List<(string Name, string Namespace, string Value)> attributes = [("to", "", "juliet@localhost/\"&'<balcony>")];
        Add(attributes, "from", "", stanza.From?.ToString());
        Add(attributes, "id", "", original["id"]);
        Add(attributes, "type", "", original["type"]);
        Add(attributes, "lang", Ns.Xml, stanza.Lang);
        var expected = new Infoset(original.Name, Ns.Client, attributes, [.. original.Children]);
        return Same("what is relayed", writer.WrittenSpan, expected);
    }

    private static void Add(List<(string Name, string Namespace, string Value)> attributes, string name, string ns, string? value)
    {
        if (value is not null)
            attributes.Add((name, ns, value));
    }

    // Payloads are stored as bytes and read again.
    private static string? Stored(Payload payload, Infoset original)
    {
        var again = Payload.Parse(payload.ToArray());
        var names = string.Join(' ', again.Children.Select(child => $"{{{child.Namespace}}}{child.Name}"));
        var expected = string.Join(' ', original.Children.Select(child => $"{{{child.Namespace}}}{child.Name}"));
        if (names != expected)
            return $"the stored payload holds {names} instead of {expected}";
        foreach (var (child, was) in again.Children.Zip(original.Children))
            if (Difference("the stored child", Infoset.Of(child.Parse()).ToString(), was) is { } difference)
                return difference;
        return null;
    }

    private static string Visible(Infoset infoset) => Visible(infoset.ToString());

    private static string Visible(string infoset) => infoset.Replace('\u0001', '‹').Replace('\u0002', '›');
}
