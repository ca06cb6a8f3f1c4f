namespace Orleans.Muc.Xmpp;

/// <summary>A stanza error (RFC 6120 §8.3): its factories carry the error type that the RFC gives each condition.</summary>
public sealed record StanzaError(StanzaErrorType Type, StanzaErrorCondition Condition)
{
    /// <summary>A sentence for people; null when the condition says enough.</summary>
    public string? Text { get; init; }

    /// <summary>The entity that found the error, where that is not the sender of the answer.</summary>
    public Jid? By { get; init; }

    /// <summary>An application-specific condition beside the defined one (RFC 6120 §8.3.4).</summary>
    public Element? Application { get; init; }

    /// <summary>The new address, for <see cref="StanzaErrorCondition.Gone"/> and <see cref="StanzaErrorCondition.Redirect"/> only.</summary>
    public string? Uri { get; init; }

    /// <summary>The request is malformed or lacks something.</summary>
    public static StanzaError BadRequest(string? text = null) => Of(StanzaErrorType.Modify, StanzaErrorCondition.BadRequest, text);

    /// <summary>Something of that name or address exists already.</summary>
    public static StanzaError Conflict(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.Conflict, text);

    /// <summary>The feature is not offered here.</summary>
    public static StanzaError FeatureNotImplemented(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.FeatureNotImplemented, text);

    /// <summary>The sender lacks the permission for this action.</summary>
    public static StanzaError Forbidden(string? text = null) => Of(StanzaErrorType.Auth, StanzaErrorCondition.Forbidden, text);

    /// <summary>The recipient can no longer be reached under this address, for good.</summary>
    public static StanzaError Gone(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.Gone, text);

    /// <summary>The server failed at something that is not the sender's fault.</summary>
    public static StanzaError InternalServerError(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.InternalServerError, text);

    /// <summary>The addressed entity or the requested item does not exist.</summary>
    public static StanzaError ItemNotFound(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.ItemNotFound, text);

    /// <summary>An address in the stanza is no JID.</summary>
    public static StanzaError JidMalformed(string? text = null) => Of(StanzaErrorType.Modify, StanzaErrorCondition.JidMalformed, text);

    /// <summary>The recipient understands the request but its terms are not met.</summary>
    public static StanzaError NotAcceptable(string? text = null) => Of(StanzaErrorType.Modify, StanzaErrorCondition.NotAcceptable, text);

    /// <summary>Nobody may do this here.</summary>
    public static StanzaError NotAllowed(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.NotAllowed, text);

    /// <summary>The sender has to give credentials first, or gave wrong ones.</summary>
    public static StanzaError NotAuthorized(string? text = null) => Of(StanzaErrorType.Auth, StanzaErrorCondition.NotAuthorized, text);

    /// <summary>The stanza breaks a rule of the service.</summary>
    public static StanzaError PolicyViolation(string? text = null) => Of(StanzaErrorType.Modify, StanzaErrorCondition.PolicyViolation, text);

    /// <summary>The recipient exists but is away for the moment.</summary>
    public static StanzaError RecipientUnavailable(string? text = null) => Of(StanzaErrorType.Wait, StanzaErrorCondition.RecipientUnavailable, text);

    /// <summary>Requests of this kind belong elsewhere for the time being.</summary>
    public static StanzaError Redirect(string? text = null) => Of(StanzaErrorType.Modify, StanzaErrorCondition.Redirect, text);

    /// <summary>The sender has to register first.</summary>
    public static StanzaError RegistrationRequired(string? text = null) => Of(StanzaErrorType.Auth, StanzaErrorCondition.RegistrationRequired, text);

    /// <summary>The other server's domain does not resolve, or nobody answers there.</summary>
    public static StanzaError RemoteServerNotFound(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.RemoteServerNotFound, text);

    /// <summary>The other server did not answer in time.</summary>
    public static StanzaError RemoteServerTimeout(string? text = null) => Of(StanzaErrorType.Wait, StanzaErrorCondition.RemoteServerTimeout, text);

    /// <summary>The server is out of some resource and asks for patience.</summary>
    public static StanzaError ResourceConstraint(string? text = null) => Of(StanzaErrorType.Wait, StanzaErrorCondition.ResourceConstraint, text);

    /// <summary>Nobody here provides the requested service.</summary>
    public static StanzaError ServiceUnavailable(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.ServiceUnavailable, text);

    /// <summary>The sender has to be subscribed first.</summary>
    public static StanzaError SubscriptionRequired(string? text = null) => Of(StanzaErrorType.Auth, StanzaErrorCondition.SubscriptionRequired, text);

    /// <summary>None of the other conditions; only together with <see cref="Application"/>.</summary>
    public static StanzaError UndefinedCondition(string? text = null) => Of(StanzaErrorType.Cancel, StanzaErrorCondition.UndefinedCondition, text);

    /// <summary>The request is well understood but comes out of order.</summary>
    public static StanzaError UnexpectedRequest(string? text = null) => Of(StanzaErrorType.Wait, StanzaErrorCondition.UnexpectedRequest, text);

    /// <summary>The <c>error</c> child in the namespace <see cref="Ns.Client"/>.</summary>
    public Element ToElement()
    {
        var error = new Element("error", Ns.Client).With("type", Names.OfType(Type)).With("by", By?.ToString());
        error.Add(new Element(Names.Of(Condition), Ns.Stanzas).Add(Uri));
        if (Text is not null)
            error.Add(new Element("text", Ns.Stanzas).Add(Text));
        return error.Add(Application);
    }

    /// <summary>Reads an <c>error</c> child; null when it names no error type. An unknown condition reads as undefined.</summary>
    public static StanzaError? From(Element error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (!Names.TryParseType(error["type"], out var type))
            return null;
        var defined = error.Children.FirstOrDefault(child => child.Namespace == Ns.Stanzas && child.Name != "text");
        if (!Names.TryParse(defined?.Name, out var condition))
            condition = StanzaErrorCondition.UndefinedCondition;
        return new StanzaError(type, condition)
        {
            Text = error.Child("text", Ns.Stanzas)?.Text,
            By = error["by"] is { } by && Jid.TryParse(by, out var jid) ? jid : null,
            Uri = defined is { Text.Length: > 0 } ? defined.Text : null,
            Application = error.Children.FirstOrDefault(child => child.Namespace != Ns.Stanzas),
        };
    }

    private static StanzaError Of(StanzaErrorType type, StanzaErrorCondition condition, string? text) => new(type, condition) { Text = text };

    private static class Names
    {
        private static readonly WireNames<StanzaErrorCondition> Conditions = new();
        private static readonly WireNames<StanzaErrorType> Types = new();

        public static string Of(StanzaErrorCondition condition) => Conditions[condition];

        public static string OfType(StanzaErrorType type) => Types[type];

        public static bool TryParse(string? name, out StanzaErrorCondition condition) => Conditions.TryParse(name, out condition);

        public static bool TryParseType(string? name, out StanzaErrorType type) => Types.TryParse(name, out type);
    }
}
