using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

/// <summary>The entities of a table. Failures are <see cref="RequestFailedException"/>.</summary>
public class TableClient
{
    private readonly TableEndpoint _endpoint;

    internal TableClient(TableEndpoint endpoint, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, "tableName");
        _endpoint = endpoint;
        Name = name;
    }

    public virtual string Name { get; }

    public virtual string AccountName => _endpoint.AccountName;

    public virtual Uri Uri => _endpoint.At(Name);

    /// <summary>Writes an interpolated filter with its values as OData literals.</summary>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.Of(filter);

    /// <summary>That the table is there already is no failure.</summary>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        _endpoint.CreateTable(Name, cancellationToken);

    /// <summary>Deletes the table; that there is none is an answer (404), no failure.</summary>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => _endpoint.DeleteTable(Name, cancellationToken);

    public virtual async Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await _endpoint.Send(Get(partitionKey, rowKey, select), cancellationToken).ConfigureAwait(false);
        return Response.FromValue(Read<T>(response), response);
    }

    /// <summary>No value where there is no such entity, or no table.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await _endpoint.Send(Get(partitionKey, rowKey, select), cancellationToken, taken: 404).ConfigureAwait(false);
        return response.Status == 404 ? new NoValue<T>(response) : Response.FromValue(Read<T>(response), response);
    }

    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => Send(EntityRequest.Add(Name, entity), cancellationToken);

    public virtual Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => Send(EntityRequest.Upsert(Name, entity, mode), cancellationToken);

    public virtual Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => ifMatch == default
            ? throw new ArgumentException("An update says which version it is based on; any is ETag.All.", nameof(ifMatch))
            : Send(EntityRequest.Update(Name, entity, ifMatch, mode), cancellationToken);

    /// <summary>That there is no such entity is an answer (404), no failure.</summary>
    public virtual Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        Send(EntityRequest.Delete(Name, partitionKey, rowKey, ifMatch), cancellationToken, taken: 404);

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)"/>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);

    /// <summary>In the order of the keys. A page holds at most 1,000, and may hold fewer than there are.</summary>
    public virtual AsyncPageable<T> QueryAsync<T>(string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new EntityPages<T>((next, size, cancel) => ReadPage<T>((filter, Columns(select), size ?? maxPerPage), next, cancel), cancellationToken);

    /// <summary>Makes all changes or none. They are of one partition, of different rows, and at most 100.</summary>
    /// <exception cref="TableTransactionFailedException">None was made.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        List<EntityRequest> changes = [.. transactionActions.Select(action => EntityRequest.Of(Name, action))];
        if (changes.Count == 0)
        {
            throw new InvalidOperationException("A transaction changes something.");
        }

        var message = _endpoint.Request(RequestMethod.Post, "$batch");
        Transaction.Write(message.Request, _endpoint, changes);
        Response response;
        try
        {
            response = await _endpoint.Send(message, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException refused)
        {
            throw new TableTransactionFailedException(refused);
        }

        var parts = Transaction.Read(response);
        return parts.Find(part => part.IsError) is { } refusal
            ? throw new TableTransactionFailedException(refusal.Error())
            : Response.FromValue<IReadOnlyList<Response>>(parts, response);
    }

    private static string Columns(IEnumerable<string> select) => select is null ? null : string.Join(',', select);

    private static T Read<T>(Response response)
        where T : class, ITableEntity
    {
        using var json = JsonDocument.Parse(response.Content.ToMemory());
        return EntityReader.Read<T>(json.RootElement);
    }

    private HttpMessage Get(string partitionKey, string rowKey, IEnumerable<string> select) =>
        _endpoint.Request(RequestMethod.Get, EntityRequest.PathOf(Name, partitionKey, rowKey), ("$select", Columns(select)));

    private Task<Response> Send(EntityRequest change, CancellationToken cancellationToken, int taken = 0)
    {
        var message = _endpoint.Request(change.Method, change.Path);
        foreach (var (name, value) in change.Headers())
        {
            message.Request.Headers.Add(name, value);
        }

        message.Request.Content = change.Body is null ? null : RequestContent.Create(change.Body);
        return _endpoint.Send(message, cancellationToken, taken);
    }

    private async Task<Page<T>> ReadPage<T>((string Filter, string Columns, int? Size) query, string continuation, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        // The token is what the service calls the next partition and the next row (which it may leave out).
        var next = continuation?.Split(' ');
        var message = _endpoint.Request(RequestMethod.Get, Name + "()",
            ("$filter", query.Filter),
            ("$select", query.Columns),
            ("$top", query.Size?.ToString(CultureInfo.InvariantCulture)),
            ("NextPartitionKey", next?[0]),
            ("NextRowKey", next?.ElementAtOrDefault(1)));
        var response = await _endpoint.Send(message, cancellationToken).ConfigureAwait(false);
        using var json = JsonDocument.Parse(response.Content.ToMemory());
        return Page<T>.FromValues(EntityReader.ReadAll<T>(json.RootElement), Continuation(response), response);
    }

    private static string Continuation(Response response) =>
        response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition)
            ? response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row) ? $"{partition} {row}" : partition
            : null;
}
