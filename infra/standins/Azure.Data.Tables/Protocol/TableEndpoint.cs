#nullable enable
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Protocol;

/// <summary>An account's Table service: makes requests to it and sends them with its credential, its retries and its errors.</summary>
internal sealed class TableEndpoint
{
    public const string Json = "application/json;odata=minimalmetadata";

    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    public TableEndpoint(Uri uri, string accountName, HttpPipelinePolicy? authorization, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        Uri = uri;
        AccountName = accountName;
        _version = options.Version;
        var build = new HttpPipelineOptions(options) { RequestFailedDetailsParser = new ErrorBody() };
        if (authorization is SharedAccessPolicy)
        {
            build.PerCallPolicies.Add(authorization);
        }
        else if (authorization is not null)
        {
            build.PerRetryPolicies.Add(authorization);
        }

        _pipeline = HttpPipelineBuilder.Build(build);
    }

    public Uri Uri { get; }

    public string AccountName { get; }

    /// <param name="path">Under the endpoint, escaped.</param>
    public Uri At(string path) => new($"{Uri.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <param name="method">What to do.</param>
    /// <param name="path">Under the endpoint, escaped.</param>
    /// <param name="query">Names and values, not escaped; those without a value are left out.</param>
    public HttpMessage Request(RequestMethod method, string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(At(path));
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                request.Uri.AppendQuery(name, Uri.EscapeDataString(value), escapeValue: false);
            }
        }

        request.Headers.Add("x-ms-version", _version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", Json);
        return message;
    }

    /// <summary>Sends it; an answer that is an error throws, unless it is the <paramref name="taken"/> one.</summary>
    /// <exception cref="RequestFailedException">The service refused, or could not be reached after all tries.</exception>
    public async Task<Response> Send(HttpMessage message, CancellationToken cancellationToken, int taken = 0)
    {
        using (message)
        {
            await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return message.Response.Status is >= 200 and < 300 || message.Response.Status == taken ? message.Response : throw new RequestFailedException(message.Response);
        }
    }

    /// <summary>Makes a table; that it is there already is an answer like another.</summary>
    public async Task<Response<Models.TableItem>> CreateTable(string name, CancellationToken cancellationToken)
    {
        var message = Request(RequestMethod.Post, "Tables");
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { TableName = name }));
        try
        {
            return Response.FromValue(new Models.TableItem(name), await Send(message, cancellationToken).ConfigureAwait(false));
        }
        catch (RequestFailedException refused) when (refused.ErrorCode == "TableAlreadyExists" && refused.GetRawResponse() is { } answer)
        {
            return Response.FromValue(new Models.TableItem(name), answer);
        }
    }

    public Task<Response> DeleteTable(string name, CancellationToken cancellationToken) =>
        Send(Request(RequestMethod.Delete, $"Tables('{name}')"), cancellationToken, taken: 404);
}
