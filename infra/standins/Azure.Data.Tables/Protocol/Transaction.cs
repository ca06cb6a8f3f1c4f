#nullable enable
using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>"Performing entity group transactions": one multipart request with a change set, one multipart answer with as many parts, or with the one error.</summary>
internal static class Transaction
{
    private const string NewLine = "\r\n";

    public static void Write(Request request, TableEndpoint endpoint, IEnumerable<EntityRequest> changes)
    {
        var (batch, set) = ($"batch_{Guid.NewGuid()}", $"changeset_{Guid.NewGuid()}");
        var body = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"--{batch}{NewLine}Content-Type: multipart/mixed; boundary={set}{NewLine}{NewLine}");
        foreach (var change in changes)
        {
            body.Append(CultureInfo.InvariantCulture, $"--{set}{NewLine}Content-Type: application/http{NewLine}Content-Transfer-Encoding: binary{NewLine}{NewLine}");
            body.Append(CultureInfo.InvariantCulture, $"{change.Method} {endpoint.At(change.Path).AbsoluteUri} HTTP/1.1{NewLine}");
            body.Append(CultureInfo.InvariantCulture, $"Accept: {TableEndpoint.Json}{NewLine}DataServiceVersion: 3.0{NewLine}");
            foreach (var (name, value) in change.Headers())
            {
                body.Append(CultureInfo.InvariantCulture, $"{name}: {value}{NewLine}");
            }

            body.Append(NewLine).Append(change.Body is null ? "" : Encoding.UTF8.GetString(change.Body)).Append(NewLine);
        }

        body.Append(CultureInfo.InvariantCulture, $"--{set}--{NewLine}--{batch}--{NewLine}");
        request.Headers.Add("Content-Type", $"multipart/mixed; boundary={batch}");
        request.Content = RequestContent.Create(Encoding.UTF8.GetBytes(body.ToString()));
    }

    /// <summary>The answers to the single changes, in their order; where one was refused there is only its own.</summary>
    public static List<PartResponse> Read(Response response)
    {
        var parts = new List<PartResponse>();
        var lines = new StringReader(response.Content.ToString());
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            {
                parts.Add(ReadPart(line, lines));
            }
        }

        return parts;
    }

    private static PartResponse ReadPart(string statusLine, StringReader lines)
    {
        var headers = new List<HttpHeader>();
        while (lines.ReadLine() is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new HttpHeader(header[..colon], header[(colon + 1)..].Trim()));
        }

        var body = new StringBuilder();
        while (lines.ReadLine() is { } line && !line.StartsWith("--", StringComparison.Ordinal))
        {
            body.Append(line);
        }

        var words = statusLine.Split(' ', 3);
        return new PartResponse(int.Parse(words[1], CultureInfo.InvariantCulture), words.ElementAtOrDefault(2) ?? "", headers, Encoding.UTF8.GetBytes(body.ToString()));
    }
}
