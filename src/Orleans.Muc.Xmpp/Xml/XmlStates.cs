namespace Orleans.Muc.Xmpp;

/// <summary>One spare <see cref="XmlState"/> per thread: reading is synchronous, so a second one is needed only when reads nest.</summary>
internal static class XmlStates
{
    [ThreadStatic]
    private static XmlState? spare;

    public static XmlState Rent()
    {
        var state = spare ?? new XmlState();
        spare = null;
        return state;
    }

    public static void Return(XmlState state) => spare = state;
}
