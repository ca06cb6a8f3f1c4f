using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Xmpp;

/// <summary>An address (RFC 7622), prepared by PRECIS and valid by construction. Immutable; equal when the prepared texts are.</summary>
public sealed class Jid : IEquatable<Jid>, IComparable<Jid>
{
    /// <summary>Bytes of UTF-8 that each part may have (RFC 7622 §3.1).</summary>
    public const int MaxPartBytes = 1023;

    private readonly string text;
    private readonly int at;
    private readonly int slash;
    private string? localpart;
    private string? domainpart;
    private string? resourcepart;
    private Jid? bare;
    private Jid? domain;

    /// <param name="text">A prepared address.</param>
    /// <param name="at">Length of the localpart, -1 without one.</param>
    /// <param name="slash">Where the domainpart ends.</param>
    private Jid(string text, int at, int slash)
    {
        this.text = text;
        this.at = at;
        this.slash = slash;
    }

    public string? Localpart => at < 0 ? null : localpart ??= text[..at];

    public string Domainpart => domainpart ??= text[(at + 1)..slash];

    public string? Resourcepart => IsBare ? null : resourcepart ??= text[(slash + 1)..];

    public bool IsBare => slash == text.Length;

    public bool IsFull => !IsBare;

    /// <summary>This address without its resourcepart; the same instance when it has none.</summary>
    public Jid Bare => IsBare ? this : bare ??= new Jid(text[..slash], at, slash);

    /// <summary>The address of the domain alone.</summary>
    public Jid Domain => IsBare && at < 0 ? this : domain ??= new Jid(Domainpart, -1, slash - at - 1);

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Jid? jid)
    {
        // RFC 7622 §3.1: the resourcepart begins after the first slash, so it may hold @ and further slashes.
        var slash = text.IndexOf('/');
        if (slash < 0)
            slash = text.Length;
        var at = text[..slash].IndexOf('@');
        if (IsPlain(text, at, slash))
        {
            jid = new Jid(text.ToString(), at, slash);
            return true;
        }

        return TryCreate(
            at < 0 ? null : text[..at].ToString(),
            text[(at + 1)..slash].ToString(),
            slash == text.Length ? null : text[(slash + 1)..].ToString(),
            out jid);
    }

    /// <exception cref="FormatException">The text is no JID.</exception>
    public static Jid Parse(string text) => TryParse(text, out var jid) ? jid : throw new FormatException("Not a JID.");

    /// <summary>Makes an address of raw parts; null means that there is no such part, and an empty part is none that is allowed.</summary>
    public static bool TryCreate(string? local, string domain, string? resource, [NotNullWhen(true)] out Jid? jid)
    {
        jid = null;
        string? preparedLocal = null;
        string? preparedResource = null;
        if (local is not null && !Precis.TryLocalpart(local, out preparedLocal))
            return false;
        if (!Domainparts.TryPrepare(domain, out var preparedDomain))
            return false;
        if (resource is not null && !Precis.TryResourcepart(resource, out preparedResource))
            return false;
        var at = preparedLocal?.Length ?? -1;
        var bareText = at < 0 ? preparedDomain : preparedLocal + "@" + preparedDomain;
        jid = new Jid(preparedResource is null ? bareText : bareText + "/" + preparedResource, at, bareText.Length);
        return true;
    }

    /// <summary>The occupant of that nickname, when this is a room.</summary>
    public Jid WithResource(Nick nick)
    {
        ArgumentNullException.ThrowIfNull(nick);
        return new Jid(string.Concat(text.AsSpan(0, slash), "/", nick.Value), at, slash) { bare = Bare, resourcepart = nick.Value };
    }

    public bool TryWithResource(string resource, [NotNullWhen(true)] out Jid? jid)
    {
        jid = Precis.TryResourcepart(resource, out var prepared)
            ? new Jid(string.Concat(text.AsSpan(0, slash), "/", prepared), at, slash) { bare = Bare, resourcepart = prepared }
            : null;
        return jid is not null;
    }

    public bool Equals(Jid? other) => other is not null && (ReferenceEquals(this, other) || text == other.text);

    public override bool Equals(object? obj) => Equals(obj as Jid);

    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    public int CompareTo(Jid? other) => string.CompareOrdinal(text, other?.text);

    /// <summary>The prepared address; no new string.</summary>
    public override string ToString() => text;

    public static bool operator ==(Jid? left, Jid? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Jid? left, Jid? right) => !(left == right);

    public static bool operator <(Jid? left, Jid? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    public static bool operator <=(Jid? left, Jid? right) => left is null || left.CompareTo(right) <= 0;

    public static bool operator >(Jid? left, Jid? right) => right < left;

    public static bool operator >=(Jid? left, Jid? right) => right <= left;

    // Nearly every address is ASCII that preparation leaves as it is.
    private static bool IsPlain(ReadOnlySpan<char> text, int at, int slash) =>
        text.Length <= MaxPartBytes
        && (at < 0 || (at > 0 && Precis.IsPlainLocalpart(text[..at])))
        && Domainparts.IsPlain(text[(at + 1)..slash])
        && (slash == text.Length || (slash + 1 < text.Length && Precis.IsPlainResourcepart(text[(slash + 1)..])));
}
