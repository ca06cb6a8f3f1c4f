namespace Orleans.Muc.Gateway.Options;

/// <summary>In-band registration (XEP-0077, configuration section <c>Muc:Registration</c>).</summary>
public sealed class RegistrationOptions
{
    /// <summary>Whether anybody may create an account. Closed by default: an open server is found by spammers within days.</summary>
    public bool Open { get; set; }

    /// <summary>
    /// Accounts that one address may create within an hour, attempts at names that are taken included; then <c>resource-constraint</c>, type wait (XEP-0077 §3.1 asks for protection against
    /// abuse). 0: as many as it likes.
    /// </summary>
    public int MaxPerHour { get; set; } = 10;
}
