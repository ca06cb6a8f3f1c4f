namespace Orleans.Muc.Xmpp;

/// <summary>Why a stream ends (RFC 6120 §4.9.3).</summary>
public enum StreamErrorCondition
{
    BadFormat,
    BadNamespacePrefix,
    Conflict,
    ConnectionTimeout,
    HostGone,
    HostUnknown,
    ImproperAddressing,
    InternalServerError,
    InvalidFrom,
    InvalidNamespace,
    InvalidXml,
    NotAuthorized,
    NotWellFormed,
    PolicyViolation,
    RemoteConnectionFailed,
    Reset,
    ResourceConstraint,
    RestrictedXml,
    SeeOtherHost,
    SystemShutdown,
    UndefinedCondition,
    UnsupportedEncoding,
    UnsupportedFeature,
    UnsupportedStanzaType,
    UnsupportedVersion,
}

/// <summary>The name of a condition on the wire.</summary>
public static class StreamErrorConditions
{
    private static readonly WireNames<StreamErrorCondition> Names = new();

    /// <summary>The element name, such as <c>not-well-formed</c>.</summary>
    public static string ToName(this StreamErrorCondition condition) => Names[condition];
}
