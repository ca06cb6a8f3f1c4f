namespace Orleans.Muc.Gateway.Options;

/// <summary>In-band registration (XEP-0077, configuration section <c>Muc:Registration</c>).</summary>
public sealed class RegistrationOptions
{
    /// <summary>Whether anybody may create an account. Closed by default: an open server is found by spammers within days.</summary>
    public bool Open { get; set; }
}
