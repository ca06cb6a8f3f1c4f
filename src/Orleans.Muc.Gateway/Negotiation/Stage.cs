namespace Orleans.Muc.Gateway.Negotiation;

/// <summary>How far a stream has come.</summary>
internal enum Stage
{
    /// <summary>A stream header is due; nobody is authenticated.</summary>
    Opening,

    /// <summary>Features are on offer: TLS, login, registration.</summary>
    Features,

    /// <summary>A login waits for the client's response.</summary>
    Authenticating,

    /// <summary>A stream header is due on an authenticated stream (RFC 6120 §6.4.6).</summary>
    Authenticated,

    /// <summary>A resource must be bound before anything else (RFC 6120 §7.3).</summary>
    Binding,

    /// <summary>Stanzas flow.</summary>
    Bound,
}
