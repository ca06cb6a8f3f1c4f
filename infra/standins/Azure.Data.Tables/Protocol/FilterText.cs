#nullable enable
using System.Globalization;

namespace Azure.Data.Tables.Protocol;

/// <summary>Writes the values of an interpolated filter as OData literals: quotes doubled, types named.</summary>
internal sealed class FilterText : IFormatProvider, ICustomFormatter
{
    public static string Of(FormattableString filter) => filter.ToString(new FilterText());

    public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

    public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => $"{number.ToString(CultureInfo.InvariantCulture)}L",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        Guid id => $"guid'{id}'",
        DateTimeOffset time => $"datetime'{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)}'",
        _ => throw new NotSupportedException($"A filter compares no {arg?.GetType().ToString() ?? "null"}."),
    };
}
