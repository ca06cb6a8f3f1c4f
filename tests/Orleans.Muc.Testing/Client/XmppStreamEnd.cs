namespace Orleans.Muc.Testing;

/// <summary>The server ended the stream, with a stream error or without.</summary>
internal sealed class XmppStreamEnd : Exception
{
    /// <summary>The end of a stream with its reason in words, such as <c>stream error: conflict</c>.</summary>
    public XmppStreamEnd(string reason, Exception? cause = null)
        : base(reason, cause)
    {
    }
}
