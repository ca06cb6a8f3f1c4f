#nullable enable
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>Finds code and message in what the service answers to a request it refuses (OData JSON: <c>odata.error</c>).</summary>
internal sealed class ErrorBody : RequestFailedDetailsParser
{
    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = response.ContentStream is { CanSeek: true } && Read(response.Content.ToMemory()) is var (code, message) ? new ResponseError(code, message) : null;
        return error is not null;
    }

    /// <summary>Null where the text is no such error.</summary>
    public static (string? Code, string? Message)? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("odata.error", out var error))
            {
                return null;
            }

            var message = error.TryGetProperty("message", out var texts) && texts.TryGetProperty("value", out var text) ? text.GetString() : null;
            return (error.TryGetProperty("code", out var code) ? code.GetString() : null, message);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
