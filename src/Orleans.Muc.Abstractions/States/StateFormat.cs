using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.States;

/// <summary>How the state of a grain looks in its row: UTF-8 JSON, addresses and ids as their text.</summary>
public static class StateFormat
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A row is never shown in a page, so what is a sign of HTML or beyond ASCII is written as it is and not six times as long.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new TextConverter<Jid>(Jid.Parse, jid => jid.ToString()),
            new TextConverter<Nick>(Nick.Stored, nick => nick.Value),
            new TextConverter<StanzaId>(text => new StanzaId(text), id => id.Value),
        },
    };

    public static byte[] Write<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    /// <exception cref="JsonException">The row holds something else than a state of that type.</exception>
    public static T Read<T>(byte[] row) => JsonSerializer.Deserialize<T>(row, Options) ?? throw new JsonException("The row of a grain's state holds null.");

    /// <summary>A value that has a text form, as value and as key of a dictionary.</summary>
    private sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> text) : JsonConverter<T>
        where T : notnull
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(text(value));

        private T Parse(string? value)
        {
            try
            {
                return parse(value ?? throw new JsonException($"A {typeof(T).Name} is missing."));
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                throw new JsonException($"'{value}' is no {typeof(T).Name}.", e);
            }
        }
    }
}
