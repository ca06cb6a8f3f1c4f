using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Xmpp;

/// <summary>Preparation of passwords: the OpaqueString profile (RFC 8265 §4.2), which agrees with SASLprep on what both allow.</summary>
public static class Passwords
{
    public static bool TryPrepare(string password, [NotNullWhen(true)] out string? prepared)
    {
        ArgumentNullException.ThrowIfNull(password);
        return Precis.TryOpaqueString(password, out prepared);
    }
}
