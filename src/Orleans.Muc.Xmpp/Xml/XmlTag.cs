using System.Buffers;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>Reads one start tag into an <see cref="XmlState"/>: name, attributes, namespaces.</summary>
internal static class XmlTag
{
    /// <summary>Position after the tag that begins at <paramref name="start"/>; 0, with nothing pushed, when it is not complete.</summary>
    public static int Scan(ReadOnlySpan<byte> bytes, XmlState state, int start, out bool isEmpty)
    {
        isEmpty = false;
        state.AttributeCount = 0;
        var at = ScanName(bytes, state, start + 1, out var prefixLength);
        if (at == 0)
            return 0;
        var nameLength = at - start - 1;
        while (true)
        {
            var before = at;
            at = SkipWhitespace(bytes, at);
            if (at == bytes.Length)
                return 0;
            if (bytes[at] == '>')
                break;
            if (bytes[at] == '/')
            {
                isEmpty = true;
                if (++at == bytes.Length)
                    return 0;
                if (bytes[at] != '>')
                    throw XmlState.Malformed("/ within a tag.");
                break;
            }

            if (at == before)
                throw XmlState.Malformed("White space is missing in a tag.");
            at = ScanAttribute(bytes, state, at);
            if (at == 0)
                return 0;
        }

        ref var element = ref state.Push();
        element.NameStart = start + 1;
        element.NameLength = nameLength;
        element.PrefixLength = prefixLength;
        element.Namespace = Resolve(bytes, state, bytes.Slice(start + 1, prefixLength));
        return at + 1;
    }

    private static int ScanAttribute(ReadOnlySpan<byte> bytes, XmlState state, int start)
    {
        var at = ScanName(bytes, state, start, out var prefixLength);
        if (at == 0)
            return 0;
        var nameLength = at - start;
        at = SkipWhitespace(bytes, at);
        if (at == bytes.Length)
            return 0;
        if (bytes[at] != '=')
            throw XmlState.Malformed("An attribute lacks its value.");
        at = SkipWhitespace(bytes, at + 1);
        if (at == bytes.Length)
            return 0;
        var end = ScanValue(bytes, at);
        if (end == 0)
            return 0;
        if (end - at - 2 > state.Limits.MaxAttributeBytes)
            throw XmlState.Exceeded("size of an attribute");

        var name = bytes.Slice(start, nameLength);
        RequireNew(bytes, state, name);
        ref var attribute = ref state.AddAttribute();
        attribute.NameStart = start;
        attribute.NameLength = nameLength;
        attribute.PrefixLength = prefixLength;
        attribute.ValueStart = at + 1;
        attribute.ValueLength = end - at - 2;
        attribute.Namespace = XmlNamespaces.None;
        attribute.IsDeclaration = name[0] == 'x' && (prefixLength == 0 ? name.SequenceEqual("xmlns"u8) : name.StartsWith("xmlns:"u8));
        return end;
    }

    /// <summary>Position after the closing quote; 0 when it has not come.</summary>
    private static int ScanValue(ReadOnlySpan<byte> bytes, int at)
    {
        var quote = bytes[at];
        if (quote is not ((byte)'\'' or (byte)'"'))
            throw XmlState.Malformed("An attribute's value lacks its quotes.");
        var stops = quote == '\'' ? XmlChars.SingleQuotedStops : XmlChars.DoubleQuotedStops;
        at++;
        while (true)
        {
            var stop = bytes[at..].IndexOfAny(stops);
            if (stop < 0)
                return 0;
            at += stop;
            if (bytes[at] == quote)
                return at + 1;
            if (bytes[at] != '&')
                throw XmlState.Malformed("Illegal character in an attribute.");
            var length = XmlReferences.Read(bytes[at..], out _);
            if (length == 0)
                return 0;
            at += length;
        }
    }

    /// <summary>Position after a qualified name; 0 when it reaches the end of the bytes, for it may go on.</summary>
    private static int ScanName(ReadOnlySpan<byte> bytes, XmlState state, int start, out int prefixLength)
    {
        prefixLength = 0;
        var end = ScanPart(bytes, start);
        if (end < bytes.Length && end > start && bytes[end] == ':')
        {
            prefixLength = end - start;
            end = ScanPart(bytes, end + 1);
        }

        if (end >= bytes.Length || end < 0)
            return 0;
        if (end == start || bytes[end - 1] == ':')
            throw XmlState.Malformed("A name is expected.");
        return end - start > state.Limits.MaxNameBytes ? throw XmlState.Exceeded("length of a name") : end;
    }

    // -1 when a character is cut off by the end of the bytes.
    private static int ScanPart(ReadOnlySpan<byte> bytes, int start)
    {
        var at = start;
        if (at < bytes.Length && XmlChars.Is(bytes[at], XmlChars.NameStart))
            at = SkipAsciiNameParts(bytes, at + 1);
        while (at < bytes.Length && bytes[at] >= 0x80)
        {
            var status = Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length);
            if (status == OperationStatus.NeedMoreData)
                return -1;
            if (status != OperationStatus.Done)
                throw XmlChars.NotUtf8();
            if (!XmlChars.IsNonAsciiNamePart(rune, at == start))
                throw XmlState.Malformed("Illegal character in a name.");
            at = SkipAsciiNameParts(bytes, at + length);
        }

        return at;
    }

    private static int SkipAsciiNameParts(ReadOnlySpan<byte> bytes, int at)
    {
        while ((uint)at < (uint)bytes.Length && XmlChars.Is(bytes[at], XmlChars.NamePart))
            at++;
        return at;
    }

    private static int SkipWhitespace(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && XmlChars.IsWhitespace(bytes[at]))
            at++;
        return at;
    }

    private static void RequireNew(ReadOnlySpan<byte> bytes, XmlState state, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly var other in state.Attributes.AsSpan(0, state.AttributeCount))
            if (other.NameLength == name.Length && name.SequenceEqual(bytes.Slice(other.NameStart, other.NameLength)))
                throw XmlState.Malformed("An attribute stands twice.");
    }

    /// <summary>Declares, then resolves the attributes, then the element, whose namespace is returned.</summary>
    private static int Resolve(ReadOnlySpan<byte> bytes, XmlState state, ReadOnlySpan<byte> elementPrefix)
    {
        var attributes = state.Attributes.AsSpan(0, state.AttributeCount);
        var prefixed = 0;
        foreach (ref readonly var attribute in attributes)
            if (attribute.IsDeclaration)
                state.Namespaces.Declare(bytes, attribute);
            else if (attribute.PrefixLength > 0)
                prefixed++;
        if (prefixed > 0)
            ResolveAttributes(bytes, state, attributes);
        return elementPrefix.IsEmpty ? state.Namespaces.ResolveDefault(bytes) : state.Namespaces.Resolve(bytes, RequireUsable(elementPrefix));
    }

    private static void ResolveAttributes(ReadOnlySpan<byte> bytes, XmlState state, Span<XmlAttribute> attributes)
    {
        for (var i = 0; i < attributes.Length; i++)
        {
            ref var attribute = ref attributes[i];
            if (attribute.PrefixLength == 0 || attribute.IsDeclaration)
                continue;
            attribute.Namespace = state.Namespaces.Resolve(bytes, bytes.Slice(attribute.NameStart, attribute.PrefixLength));
            RequireKnownSpace(bytes, attribute);
            var local = bytes.Slice(attribute.LocalStart, attribute.LocalLength);
            // Two prefixes may stand for one namespace (Namespaces in XML 1.0 §6.3).
            foreach (ref readonly var other in attributes[..i])
                if (other.PrefixLength > 0 && !other.IsDeclaration && local.SequenceEqual(bytes.Slice(other.LocalStart, other.LocalLength))
                    && state.Namespaces.Same(bytes, attribute.Namespace, other.Namespace))
                    throw XmlState.Malformed("An attribute stands twice.");
        }
    }

    // Decision: XML 1.0 §2.10 calls other values an error and leaves it to the processor. System.Xml refuses them, so a relayed one would end the
    // recipient's stream.
    private static void RequireKnownSpace(ReadOnlySpan<byte> bytes, in XmlAttribute attribute)
    {
        if (!bytes.Slice(attribute.NameStart, attribute.NameLength).SequenceEqual("xml:space"u8))
            return;
        var value = XmlReferences.DecodeAttribute(bytes.Slice(attribute.ValueStart, attribute.ValueLength)).AsSpan().Trim(" \t\r\n");
        if (value is not ("preserve" or "default"))
            throw XmlState.Malformed("xml:space is preserve or default.");
    }

    private static ReadOnlySpan<byte> RequireUsable(ReadOnlySpan<byte> prefix) =>
        prefix.SequenceEqual("xmlns"u8) ? throw XmlState.Malformed("The prefix xmlns is reserved.") : prefix;
}
