using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Registration;

/// <summary>What a registration set asks for.</summary>
internal sealed record RegistrationRequest(string? UserName, string? Password)
{
    /// <summary>Whether it cancels the registration (XEP-0077 §3.2).</summary>
    public bool Removes { get; private init; }

    /// <summary>§3.2: nothing may stand beside <c>remove</c>.</summary>
    public bool RemovesOnly { get; private init; }

    /// <summary>The password as it is kept, null when it is missing, empty or none (RFC 8265 §4).</summary>
    public string? PreparedPassword => !string.IsNullOrEmpty(Password) && Passwords.TryPrepare(Password, out var prepared) ? prepared : null;

    /// <summary>Null when the stanza is no registration set.</summary>
    public static RegistrationRequest? From(Stanza iq)
    {
        if (iq.Type != "set" || iq.Payload.Element("query", Ns.Register) is not { } query)
            return null;
        var removes = query.Child("remove", Ns.Register) is not null;
        // §4: the form takes precedence over the fields.
        if (DataForm.From(query.Child("x", Ns.DataForms)) is { Type: "submit" } form)
            return new RegistrationRequest(form[RegistrationForm.UserName]?.Value, form[RegistrationForm.Password]?.Value) { Removes = removes };
        return new RegistrationRequest(query.Child(RegistrationForm.UserName, Ns.Register)?.Text, query.Child(RegistrationForm.Password, Ns.Register)?.Text)
        {
            Removes = removes,
            RemovesOnly = removes && query.Children.Count() == 1,
        };
    }

    /// <summary>Without the password, in case it gets into a log.</summary>
    public override string ToString() => $"{nameof(RegistrationRequest)} of {UserName}";

    /// <summary>The account of that name, null when there can be none.</summary>
    public Jid? AccountIn(Jid domain) =>
        !string.IsNullOrEmpty(UserName) && Jid.TryCreate(UserName, domain.Domainpart, null, out var account) ? account : null;
}
