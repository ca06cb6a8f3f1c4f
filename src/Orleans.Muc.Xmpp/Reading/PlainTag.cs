using System.Numerics;
using System.Runtime.Intrinsics;

namespace Orleans.Muc.Xmpp;

/// <summary>The tokens of a <see cref="PlainScan"/>. Each function returns the position after its token, or a negative number.</summary>
internal static class PlainTag
{
    /// <summary>Not for this scan.</summary>
    public const int Declined = -1;

    /// <summary>The bytes end too early, and nothing is unusual so far.</summary>
    public const int Incomplete = -2;

    /// <summary>The position itself when there is no name, or none in ASCII.</summary>
    public static int PastName(ReadOnlySpan<byte> bytes, int at)
    {
        if ((uint)at >= (uint)bytes.Length || !XmlChars.Is(bytes[at], XmlChars.NameStart))
            return at;
        while (bytes.Length - at >= Vector128<byte>.Count)
        {
            var others = ~NameParts(Vector128.Create(bytes.Slice(at, Vector128<byte>.Count))).ExtractMostSignificantBits() & 0xFFFF;
            if (others != 0)
                return at + BitOperations.TrailingZeroCount(others);
            at += Vector128<byte>.Count;
        }

        while ((uint)at < (uint)bytes.Length && XmlChars.Is(bytes[at], XmlChars.NamePart))
            at++;
        return at;
    }

    /// <summary>Name and namespace of an element that a <see cref="PlainScan"/> has read, where the default namespace is <see cref="Ns.Client"/>.</summary>
    public static string Name(ReadOnlySpan<byte> element, out string ns)
    {
        var end = PastName(element, 1);
        var name = XmlNames.Get(element[1..end]);
        // Nearly everybody writes the namespace first.
        if (element[end] == ' ' && PlainAttributeNames.Measure(element, end + 1, out var first) is var length and > 0 && first == PlainAttribute.Namespace)
        {
            var value = element[(end + length + 3)..];
            ns = XmlReferences.DecodeAttribute(value[..value.IndexOf(element[end + length + 2])]);
            return name;
        }

        var attributes = default(PlainAttributes);
        PastAttributes(element, end, ReaderLimits.Stored, ref attributes);
        ns = attributes[PlainAttribute.Namespace] is { IsAbsent: false } found ? XmlReferences.DecodeAttribute(found.Of(element)) : Ns.Client;
        return name;
    }

    /// <summary>Reads what follows the name of a start tag.</summary>
    public static int PastAttributes(ReadOnlySpan<byte> bytes, int at, ReaderLimits limits, ref PlainAttributes attributes)
    {
        attributes.Clear();
        while ((uint)at < (uint)bytes.Length)
        {
            var next = bytes[at];
            if (next == ' ')
            {
                if ((uint)++at >= (uint)bytes.Length)
                    return Incomplete;
                next = bytes[at];
                if (next is not ((byte)'>' or (byte)'/'))
                {
                    // Whoever writes more than one space is read by the scanner.
                    at = attributes.Count == limits.MaxAttributes ? Declined : PastAttribute(bytes, at, limits, ref attributes);
                    if (at < 0)
                        return at;
                    continue;
                }
            }

            attributes.IsEmptyElement = next == '/';
            if (next == '>')
                return at + 1;
            if (next != '/')
                return Declined;
            return at + 1 == bytes.Length ? Incomplete : bytes[at + 1] == '>' ? at + 2 : Declined;
        }

        return Incomplete;
    }

    /// <summary>Position of the next opening bracket.</summary>
    public static int PastText(ReadOnlySpan<byte> bytes, int at)
    {
        while (true)
        {
            at = NextStop(bytes, at, (byte)']');
            if (at == bytes.Length)
                return Incomplete;
            switch (bytes[at])
            {
                case (byte)'<':
                    return at;
                case (byte)']':
                    // XML 1.0 §2.4: ]]> must not stand in character data.
                    if (bytes[at..] is [_] or [_, (byte)']'])
                        return Incomplete;
                    if (bytes[at + 1] == ']' && bytes[at + 2] == '>')
                        return Declined;
                    at++;
                    break;
                default:
                    at = PastSpecial(bytes, at);
                    if (at < 0)
                        return at;
                    break;
            }
        }
    }

    // As XmlChars.NamePart, for sixteen bytes at once.
    private static Vector128<byte> NameParts(Vector128<byte> block)
    {
        var letters = Vector128.LessThan((block | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)26));
        var fromHyphenToNine = Vector128.LessThan(block - Vector128.Create((byte)'-'), Vector128.Create((byte)('9' - '-' + 1)));
        return letters
            | Vector128.AndNot(fromHyphenToNine, Vector128.Equals(block, Vector128.Create((byte)'/')))
            | Vector128.Equals(block, Vector128.Create((byte)'_'));
    }

    private static int PastAttribute(ReadOnlySpan<byte> bytes, int start, ReaderLimits limits, ref PlainAttributes attributes)
    {
        var nameLength = PlainAttributeNames.Measure(bytes, start, out var known);
        if (nameLength == 0)
            nameLength = AttributeName(bytes, start, limits, out known);
        if (nameLength <= 0)
            return nameLength;
        var at = start + nameLength;
        var quote = bytes[at + 1];
        if (nameLength > limits.MaxNameBytes || quote is not ((byte)'\'' or (byte)'"'))
            return Declined;
        var end = PastValue(bytes, at + 2, quote, ref attributes);
        if (end < 0)
            return end;
        var value = new Slice(at + 2, end - at - 3);
        if (value.Length > limits.MaxAttributeBytes)
            return Declined;
        var isNew = known == PlainAttribute.Other ? attributes.TryAddOther(bytes, new Slice(start, nameLength)) : attributes.TryAdd(known, value);
        return isNew ? end : Declined;
    }

    // Length of the name that stands before an equals sign and one more byte, or a negative number.
    private static int AttributeName(ReadOnlySpan<byte> bytes, int start, ReaderLimits limits, out PlainAttribute known)
    {
        known = PlainAttribute.Other;
        var at = PastName(bytes, start);
        if (at == start)
            return Declined;
        var isPrefixed = (uint)at < (uint)bytes.Length && bytes[at] == ':';
        if (isPrefixed)
            at = PastName(bytes, at + 1);
        if (at == bytes.Length)
            return Incomplete;
        known = PlainAttributeNames.Find(bytes[start..at]);
        if (bytes[at] != '=' || (isPrefixed && known != PlainAttribute.Lang))
            return Declined;
        // The scanner would refuse it now, with or without a value.
        if (at - start > limits.MaxNameBytes)
            return Declined;
        return at + 1 == bytes.Length ? Incomplete : at - start;
    }

    // Position after the closing quote.
    private static int PastValue(ReadOnlySpan<byte> bytes, int at, byte quote, ref PlainAttributes attributes)
    {
        while (true)
        {
            at = NextStop(bytes, at, quote);
            if (at == bytes.Length)
                return Incomplete;
            if (bytes[at] == quote)
                return at + 1;
            if (bytes[at] == '<')
                return Declined;
            attributes.HasSpecial = true;
            at = PastSpecial(bytes, at);
            if (at < 0)
                return at;
        }
    }

    // A reference or white space; other control characters have no place.
    private static int PastSpecial(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes[at] != '&')
            return XmlChars.IsWhitespace(bytes[at]) ? at + 1 : Declined;
        var length = XmlReferences.Measure(bytes[at..], out _);
        return length > 0 ? at + length : length < 0 ? Declined : Incomplete;
    }

    // Position of the first bracket, ampersand, control character or ending; the length when there is none.
    private static int NextStop(ReadOnlySpan<byte> bytes, int at, byte ending)
    {
        while (Vector256.IsHardwareAccelerated && bytes.Length - at >= Vector256<byte>.Count)
        {
            var block = Vector256.Create(bytes.Slice(at, Vector256<byte>.Count));
            var stops = Vector256.Equals(block, Vector256.Create(ending))
                | Vector256.Equals(block, Vector256.Create((byte)'<'))
                | Vector256.Equals(block, Vector256.Create((byte)'&'))
                | Vector256.LessThan(block, Vector256.Create((byte)' '));
            var mask = stops.ExtractMostSignificantBits();
            if (mask != 0)
                return at + BitOperations.TrailingZeroCount(mask);
            at += Vector256<byte>.Count;
        }

        while (bytes.Length - at >= Vector128<byte>.Count)
        {
            var block = Vector128.Create(bytes.Slice(at, Vector128<byte>.Count));
            var stops = Vector128.Equals(block, Vector128.Create(ending))
                | Vector128.Equals(block, Vector128.Create((byte)'<'))
                | Vector128.Equals(block, Vector128.Create((byte)'&'))
                | Vector128.LessThan(block, Vector128.Create((byte)' '));
            var mask = stops.ExtractMostSignificantBits();
            if (mask != 0)
                return at + BitOperations.TrailingZeroCount(mask);
            at += Vector128<byte>.Count;
        }

        while (at < bytes.Length && bytes[at] >= ' ' && bytes[at] != ending && bytes[at] is not ((byte)'<' or (byte)'&'))
            at++;
        return at;
    }
}
