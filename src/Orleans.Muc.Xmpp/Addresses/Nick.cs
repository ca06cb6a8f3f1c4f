using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// A nickname in a room: a resourcepart (RFC 7622 §3.4) held to stricter rules, because people tell each other apart by it. It shows
/// something, and has no space at either end.
/// </summary>
public sealed class Nick : IEquatable<Nick>
{
    private string? skeleton;

    private Nick(string value) => Value = value;

    /// <summary>The prepared text, 1 to 1023 bytes of UTF-8.</summary>
    public string Value { get; }

    /// <summary>What the nickname looks like (UTS #39 §4): those with the same skeleton can be taken for one another. Made when first asked for.</summary>
    public string Skeleton => skeleton ??= Skeletons.Of(Value);

    public static bool TryParse(string? text, [NotNullWhen(true)] out Nick? nick)
    {
        nick = text is not null && NickRules.TryPrepare(text, out var prepared) ? new Nick(prepared) : null;
        return nick is not null;
    }

    /// <exception cref="FormatException">The text is no nickname.</exception>
    public static Nick Parse(string text) => TryParse(text, out var nick) ? nick : throw new FormatException("Not a nickname.");

    /// <summary>
    /// A nickname that was let in once: of a stored row, or from another silo. It is taken as it is, since what later rules or a later Unicode refuse at the door is still somebody's name.
    /// </summary>
    /// <exception cref="FormatException">The text is empty, or longer than 1023 bytes of UTF-8.</exception>
    public static Nick Stored(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= Jid.MaxPartBytes ? new Nick(text) : throw new FormatException("Not a nickname that was stored.");
    }

    public bool Equals(Nick? other) => other is not null && Value == other.Value;

    public override bool Equals(object? obj) => Equals(obj as Nick);

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;

    public static bool operator ==(Nick? left, Nick? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Nick? left, Nick? right) => !(left == right);
}
