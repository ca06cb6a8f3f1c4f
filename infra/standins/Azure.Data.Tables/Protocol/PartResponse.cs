#nullable enable
using System.Diagnostics.CodeAnalysis;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>The answer to one change of a transaction.</summary>
internal sealed class PartResponse(int status, string reason, List<HttpHeader> headers, byte[] body) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => reason;

    public override Stream? ContentStream { get; set; } = new MemoryStream(body, 0, body.Length, writable: false, publiclyVisible: true);

    public override string ClientRequestId { get; set; } = "";

    public override bool IsError => status >= 400;

    public RequestFailedException Error()
    {
        var (code, message) = ErrorBody.Read(body) ?? (null, reason);
        return new RequestFailedException(status, $"{message}\nStatus: {status} ({reason})\nErrorCode: {code}", code, null);
    }

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => headers.Exists(header => Is(header, name));

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers;

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = headers.Where(header => Is(header, name)).Select(header => header.Value).FirstOrDefault();
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.Where(header => Is(header, name)).Select(header => header.Value).ToList();
        return values.Any();
    }

    private static bool Is(HttpHeader header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
