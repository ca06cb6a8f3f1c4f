namespace Orleans.Muc.Xmpp;

/// <summary>The namespaces declared around an element: by the stream's opening tag, or by convention. The first is the default one.</summary>
internal sealed class OuterScope
{
    private readonly (byte[] Prefix, string Uri)[] bindings;

    public OuterScope(params (byte[] Prefix, string Uri)[] bindings) => this.bindings = bindings;

    /// <summary>What a stored payload assumes: <see cref="Ns.Client"/> and no prefix.</summary>
    public static OuterScope Client { get; } = new(([], Ns.Client));

    /// <summary>What a WebSocket frame assumes (RFC 7395 §3.3): nothing.</summary>
    public static OuterScope Empty { get; } = new(([], ""));

    public int Count => bindings.Length;

    public string UriAt(int index) => bindings[index].Uri;

    public ReadOnlySpan<byte> PrefixAt(int index) => bindings[index].Prefix;

    /// <summary>Index of a prefix, -1 when it is not declared.</summary>
    public int Find(ReadOnlySpan<byte> prefix)
    {
        for (var i = 1; i < bindings.Length; i++)
            if (prefix.SequenceEqual(bindings[i].Prefix))
                return i;
        return -1;
    }
}
