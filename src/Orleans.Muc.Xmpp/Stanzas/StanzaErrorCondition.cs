namespace Orleans.Muc.Xmpp;

/// <summary>What the sender of a refused stanza may do about it (RFC 6120 §8.3.2).</summary>
public enum StanzaErrorType
{
    /// <summary>Not retry: it can't be helped.</summary>
    Cancel,

    /// <summary>Go on: it was only a warning.</summary>
    Continue,

    /// <summary>Retry after changing what was sent.</summary>
    Modify,

    /// <summary>Retry after giving credentials.</summary>
    Auth,

    /// <summary>Retry later, unchanged.</summary>
    Wait,
}

/// <summary>Why a stanza was refused (RFC 6120 §8.3.3). The factories of <see cref="StanzaError"/> say what each means.</summary>
public enum StanzaErrorCondition
{
    BadRequest,
    Conflict,
    FeatureNotImplemented,
    Forbidden,
    Gone,
    InternalServerError,
    ItemNotFound,
    JidMalformed,
    NotAcceptable,
    NotAllowed,
    NotAuthorized,
    PolicyViolation,
    RecipientUnavailable,
    Redirect,
    RegistrationRequired,
    RemoteServerNotFound,
    RemoteServerTimeout,
    ResourceConstraint,
    ServiceUnavailable,
    SubscriptionRequired,
    UndefinedCondition,
    UnexpectedRequest,
}
