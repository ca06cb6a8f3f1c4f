using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Times as they are written on the wire.</summary>
internal static class Stamps
{
    /// <summary>XEP-0082, in UTC, to the millisecond.</summary>
    public static string Of(DateTimeOffset at) => XmppTime.Write(at);
}
