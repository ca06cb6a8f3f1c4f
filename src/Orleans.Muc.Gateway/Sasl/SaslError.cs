namespace Orleans.Muc.Gateway.Sasl;

/// <summary>Why a login fails (RFC 6120 §6.5).</summary>
internal enum SaslError
{
    /// <summary>The client gave up.</summary>
    Aborted,

    /// <summary>The mechanism needs TLS first.</summary>
    EncryptionRequired,

    /// <summary>What was sent is no base64.</summary>
    IncorrectEncoding,

    /// <summary>The client may not act as the identity it asks for.</summary>
    InvalidAuthzid,

    /// <summary>The mechanism is not offered.</summary>
    InvalidMechanism,

    /// <summary>The message is not what the mechanism defines.</summary>
    MalformedRequest,

    /// <summary>Wrong password, unknown user, wrong channel: deliberately one answer.</summary>
    NotAuthorized,

    /// <summary>The fault is the server's.</summary>
    TemporaryAuthFailure,
}

internal static class SaslErrors
{
    public static string ToName(this SaslError error) => error switch
    {
        SaslError.Aborted => "aborted",
        SaslError.EncryptionRequired => "encryption-required",
        SaslError.IncorrectEncoding => "incorrect-encoding",
        SaslError.InvalidAuthzid => "invalid-authzid",
        SaslError.InvalidMechanism => "invalid-mechanism",
        SaslError.MalformedRequest => "malformed-request",
        SaslError.NotAuthorized => "not-authorized",
        _ => "temporary-auth-failure",
    };
}
