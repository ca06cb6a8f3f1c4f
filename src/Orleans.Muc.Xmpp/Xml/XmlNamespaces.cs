namespace Orleans.Muc.Xmpp;

/// <summary>
/// The namespace declarations in scope (Namespaces in XML 1.0). A namespace is referred to by a number: 0 and up is a declaration inside
/// the element being read, <see cref="None"/> and <see cref="Xml"/> speak for themselves, the rest are declarations around it.
/// </summary>
internal sealed class XmlNamespaces
{
    public const int None = -1;
    public const int Xml = -2;

    /// <summary>The default namespace of the surroundings; their prefixes count down from here.</summary>
    public const int OuterDefault = -3;

    private Binding[] bindings = new Binding[8];
    private int[] taken = new int[4];
    private int floor;
    private OuterScope outer = OuterScope.Client;

    public int Count { get; private set; }

    /// <summary>The default namespace in scope.</summary>
    public int Default { get; private set; } = OuterDefault;

    /// <summary>How many declarations around it the child being watched relies on, see <see cref="Watch"/>.</summary>
    public int TakenCount { get; private set; }

    public void Begin(OuterScope scope)
    {
        outer = scope;
        Count = TakenCount = 0;
        Default = OuterDefault;
        floor = int.MinValue;
    }

    public void Leave(int count, int defaultNamespace)
    {
        Count = count;
        Default = defaultNamespace;
    }

    /// <summary>From here on, notes which declarations made before are relied on.</summary>
    public void Watch() => floor = Count;

    /// <summary>Forgets what was noted: the next child begins.</summary>
    public void ForgetTaken() => TakenCount = 0;

    /// <summary>Takes in one declaration of a start tag.</summary>
    public void Declare(ReadOnlySpan<byte> bytes, in XmlAttribute attribute)
    {
        var isDefault = attribute.PrefixLength == 0;
        var raw = bytes.Slice(attribute.ValueStart, attribute.ValueLength);
        var prefix = isDefault ? [] : bytes.Slice(attribute.LocalStart, attribute.LocalLength);
        string? uri = null;
        // Reserved names are checked on the decoded text, which only long or escaped values and those beginning alike need.
        if (raw.StartsWith("http://www.w3.org/"u8) || raw.Contains((byte)'&') || prefix.StartsWith("xml"u8))
            CheckReserved(prefix, uri = XmlReferences.DecodeAttribute(raw), isDefault);
        if (!isDefault && raw.IsEmpty)
            throw XmlState.Malformed("A prefix can't be undeclared.");
        if (Count == bindings.Length)
            Array.Resize(ref bindings, Count * 2);
        bindings[Count] = new Binding(attribute.LocalStart, isDefault ? 0 : attribute.LocalLength, attribute.ValueStart, attribute.ValueLength) { Uri = uri };
        if (isDefault)
            Default = Count;
        Count++;
    }

    /// <summary>The namespace of a prefix.</summary>
    /// <exception cref="XmppXmlException">The prefix is not declared (RFC 6120 §4.9.3.13).</exception>
    public int Resolve(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> prefix)
    {
        for (var i = Count - 1; i >= 0; i--)
            if (bindings[i].PrefixLength == prefix.Length && prefix.SequenceEqual(bindings[i].Prefix(bytes)))
                return Relied(i);
        if (prefix.SequenceEqual("xml"u8))
            return Xml;
        var found = outer.Find(prefix);
        return found < 0 ? throw XmlState.Malformed("Undeclared prefix.") : Relied(OuterDefault - found);
    }

    /// <summary>The default namespace, as an element without prefix uses it.</summary>
    public int ResolveDefault(ReadOnlySpan<byte> bytes)
    {
        if (Default < floor && UriOf(bytes, Default) != Ns.Client)
            Relied(Default);
        return Default;
    }

    public string UriOf(ReadOnlySpan<byte> bytes, int reference) => reference switch
    {
        >= 0 => bindings[reference].Uri ??= XmlReferences.DecodeAttribute(bytes.Slice(bindings[reference].ValueStart, bindings[reference].ValueLength)),
        None => "",
        Xml => Ns.Xml,
        _ => outer.UriAt(OuterDefault - reference),
    };

    public bool Same(ReadOnlySpan<byte> bytes, int left, int right) => left == right || UriOf(bytes, left) == UriOf(bytes, right);

    /// <summary>A declaration that the watched child relies on.</summary>
    public (byte[] Prefix, string Uri) Taken(ReadOnlySpan<byte> bytes, int index)
    {
        var reference = taken[index];
        var prefix = reference >= 0 ? bindings[reference].Prefix(bytes) : outer.PrefixAt(OuterDefault - reference);
        return (prefix.ToArray(), UriOf(bytes, reference));
    }

    /// <summary>All declarations in scope as the surroundings of what comes after: for the opening tag of a stream.</summary>
    public OuterScope ToOuterScope(ReadOnlySpan<byte> bytes)
    {
        var scope = new (byte[] Prefix, string Uri)[Count + (Default >= 0 ? 0 : 1)];
        scope[0] = ([], UriOf(bytes, Default));
        for (int i = 0, next = 1; i < Count; i++)
            if (i != Default)
                scope[next++] = (bindings[i].Prefix(bytes).ToArray(), UriOf(bytes, i));
        return new OuterScope(scope);
    }

    private int Relied(int reference)
    {
        if (reference >= floor || taken.AsSpan(0, TakenCount).Contains(reference))
            return reference;
        if (TakenCount == taken.Length)
            Array.Resize(ref taken, TakenCount * 2);
        taken[TakenCount++] = reference;
        return reference;
    }

    private static void CheckReserved(ReadOnlySpan<byte> prefix, string uri, bool isDefault)
    {
        var isXml = prefix.SequenceEqual("xml"u8);
        if (prefix.SequenceEqual("xmlns"u8) || uri == Ns.Xmlns || isXml != (uri == Ns.Xml) || (!isDefault && uri.Length == 0))
            throw XmlState.Malformed("The prefixes xml and xmlns and their namespaces are reserved.");
    }

    private struct Binding(int prefixStart, int prefixLength, int valueStart, int valueLength)
    {
        public readonly int PrefixLength = prefixLength;
        public readonly int ValueStart = valueStart;
        public readonly int ValueLength = valueLength;
        public string? Uri;

        public readonly ReadOnlySpan<byte> Prefix(ReadOnlySpan<byte> bytes) => bytes.Slice(prefixStart, PrefixLength);
    }
}
