#nullable enable
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>An entity as OData JSON. Null is left out; types that JSON has no word for are named beside the property.</summary>
internal static class EntityWriter
{
    public static byte[] Write(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
        if (entity is not TableEntity properties)
        {
            throw new NotSupportedException($"This stand-in writes {nameof(TableEntity)} only, not {entity.GetType()}.");
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in (IDictionary<string, object>)properties)
            {
                if (name is not (EntityNames.ETag or EntityNames.Timestamp) && value is not null)
                {
                    Write(json, name, value);
                }
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case double number:
                json.WriteString(name + EntityNames.TypeSuffix, "Edm.Double");
                json.WriteNumber(name, number);
                break;
            default:
                var (type, written) = Annotated(value);
                json.WriteString(name + EntityNames.TypeSuffix, type);
                json.WriteString(name, written);
                break;
        }
    }

    private static (string Type, string Text) Annotated(object value) => value switch
    {
        byte[] bytes => ("Edm.Binary", Convert.ToBase64String(bytes)),
        long number => ("Edm.Int64", number.ToString(CultureInfo.InvariantCulture)),
        Guid id => ("Edm.Guid", id.ToString()),
        DateTimeOffset time => ("Edm.DateTime", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"A table holds no {value.GetType()}."),
    };
}
