using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>A moment as the DateTime profile writes it (XEP-0082 §3.2): a date, a time with or without a fraction, and a zone.</summary>
/// <param name="Milliseconds">Since 1970, rounded down; negative before it.</param>
/// <param name="HasRest">Whether something was rounded off.</param>
public readonly record struct XmppTime(long Milliseconds, bool HasRest)
{
    private const int Seconds = 19;

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Since 1970, rounded up.</summary>
    public long MillisecondsUp => HasRest ? Milliseconds + 1 : Milliseconds;

    /// <summary>UTC, to the millisecond.</summary>
    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Years 1 to 9999; a zone is never missing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out XmppTime time)
    {
        time = default;
        if (text.Length <= Seconds || !DateTime.TryParseExact(text[..Seconds], Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var second))
            return false;
        if (!TryReadFraction(text[Seconds..], out var length, out var fraction, out var hasRest) || !TryReadZone(text[(Seconds + length)..], out var zone))
            return false;
        // Numbers, not DateTimeOffset: the first and the last hours of the calendar leave it when they are moved to UTC.
        var milliseconds = ((second.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond) + fraction - (zone * 60_000L);
        time = new XmppTime(milliseconds, hasRest);
        return true;
    }

    private static bool TryReadFraction(ReadOnlySpan<char> text, out int length, out int milliseconds, out bool hasRest)
    {
        (length, milliseconds, hasRest) = (0, 0, false);
        if (text[0] != '.')
            return true;
        var digits = text[1..];
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        if (end >= 0)
            digits = digits[..end];
        if (digits.IsEmpty)
            return false;
        length = digits.Length + 1;
        for (var place = 0; place < 3; place++)
            milliseconds = (milliseconds * 10) + (place < digits.Length ? digits[place] - '0' : 0);
        hasRest = digits.Length > 3 && digits[3..].ContainsAnyExcept('0');
        return true;
    }

    private static bool TryReadZone(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':')
            return false;
        if (!int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(text[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            || hour > 14 || minute > 59)
            return false;
        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
