#nullable enable
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>Entities from OData JSON with minimal metadata, where types that JSON has no word for are named beside the property.</summary>
internal static class EntityReader
{
    public static T Read<T>(JsonElement json)
        where T : class, ITableEntity
    {
        var entity = new TableEntity();
        foreach (var property in json.EnumerateObject())
        {
            var isAbout = property.Name.StartsWith("odata.", StringComparison.Ordinal) || property.Name.EndsWith(EntityNames.TypeSuffix, StringComparison.Ordinal);
            if (property.Name == EntityNames.ETag || !isAbout)
            {
                entity[property.Name] = Value(property.Value, Type(json, property.Name));
            }
        }

        return entity as T ?? throw new NotSupportedException($"This stand-in reads {nameof(TableEntity)} only, not {typeof(T)}.");
    }

    public static List<T> ReadAll<T>(JsonElement json)
        where T : class, ITableEntity => [.. json.GetProperty("value").EnumerateArray().Select(Read<T>)];

    private static string? Type(JsonElement json, string name) => name == EntityNames.Timestamp
        ? "Edm.DateTime"
        : json.TryGetProperty(name + EntityNames.TypeSuffix, out var type) ? type.GetString() : null;

    private static object? Value(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Null, _) => null,
        (JsonValueKind.True, _) => true,
        (JsonValueKind.False, _) => false,
        (JsonValueKind.Number, "Edm.Double") => value.GetDouble(),
        (JsonValueKind.Number, _) => value.TryGetInt32(out var number) ? (object)number : value.GetDouble(),
        (_, "Edm.Binary") => value.GetBytesFromBase64(),
        (_, "Edm.Int64") => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (_, "Edm.Guid") => value.GetGuid(),
        (_, "Edm.DateTime") => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        (_, "Edm.Double") => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => value.GetString(),
    };
}
