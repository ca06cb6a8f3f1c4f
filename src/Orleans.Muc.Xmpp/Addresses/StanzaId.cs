using System.Buffers;
using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>
/// The id a room gives a stanza (XEP-0359), ordered by time: 12 hex digits of Unix milliseconds, 4 of a counter, 16 random, lower case.
/// The ordinal order of the text is the order in which a room gave the ids.
/// </summary>
public readonly record struct StanzaId : IComparable<StanzaId>
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The last millisecond that a <see cref="DateTimeOffset"/> can stand for, at the end of the year 9999.</summary>
    private const string LastTime = "e677d21fdbff";

    private const int TimeDigits = 12;
    private const int CounterEnd = 16;
    private const int Digits = 32;

    /// <exception cref="ArgumentException">The text is not 32 lower-case hex digits.</exception>
    public StanzaId(string value)
    {
        if (!IsValid(value))
            throw new ArgumentException("A stanza id is 32 lower-case hex digits.", nameof(value));
        Value = value;
    }

    public string Value { get; }

    /// <summary>When the id was given, to the millisecond; never before an earlier id of the same room.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    /// <summary>What was thrown for it, or derived from whatever is to be known again by it.</summary>
    public ulong Random => ulong.Parse(Value.AsSpan(CounterEnd), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private long Milliseconds => long.Parse(Value.AsSpan(0, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private int Counter => int.Parse(Value.AsSpan(TimeDigits, CounterEnd - TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>An id greater than <paramref name="last"/>, also when the clock stands still or goes back.</summary>
    public static StanzaId Next(StanzaId? last, DateTimeOffset now, ulong random)
    {
        var time = Math.Max(0, now.ToUnixTimeMilliseconds());
        var counter = 0;
        if (last is { } before && before.Milliseconds >= time)
        {
            time = before.Milliseconds;
            counter = before.Counter + 1;
            if (counter > 0xFFFF)
            {
                time++;
                counter = 0;
            }
        }

        return new StanzaId(string.Create(CultureInfo.InvariantCulture, $"{time:x12}{counter:x4}{random:x16}"));
    }

    /// <summary>The greatest id of a time before that one; null when that is before 1970.</summary>
    public static StanzaId? LastBefore(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds() is > 0 and var at ? new StanzaId(string.Create(CultureInfo.InvariantCulture, $"{at - 1:x12}{new string('f', Digits - TimeDigits)}")) : null;

    /// <summary>False too for an id of a time after the year 9999: nobody gave it.</summary>
    public static bool TryParse(string? text, out StanzaId id)
    {
        id = default;
        if (!IsValid(text) || text.AsSpan(0, TimeDigits).SequenceCompareTo(LastTime) > 0)
            return false;
        id = new StanzaId(text!);
        return true;
    }

    public int CompareTo(StanzaId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(StanzaId left, StanzaId right) => left.CompareTo(right) < 0;

    public static bool operator <=(StanzaId left, StanzaId right) => left.CompareTo(right) <= 0;

    public static bool operator >(StanzaId left, StanzaId right) => left.CompareTo(right) > 0;

    public static bool operator >=(StanzaId left, StanzaId right) => left.CompareTo(right) >= 0;

    private static bool IsValid(string? text) => text is { Length: Digits } && !text.AsSpan().ContainsAnyExcept(HexDigits);
}
