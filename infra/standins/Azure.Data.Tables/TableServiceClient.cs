using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

/// <summary>The tables of an account. Failures are <see cref="RequestFailedException"/>.</summary>
public class TableServiceClient
{
    private const string Scope = "https://storage.azure.com/.default";

    private readonly TableEndpoint _endpoint;

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions options = null)
    {
        var (endpoint, key, signature) = ConnectionString.Parse(connectionString);
        _endpoint = new(endpoint, key?.AccountName ?? ConnectionString.AccountOf(endpoint), key is null ? new SharedAccessPolicy(signature) : new SharedKeyPolicy(key), options);
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _endpoint = new(endpoint, credential.AccountName, new SharedKeyPolicy(credential), options);
    }

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _endpoint = new(endpoint, ConnectionString.AccountOf(endpoint), new BearerTokenAuthenticationPolicy(tokenCredential, Scope), options);
    }

    public TableServiceClient(Uri endpoint, AzureSasCredential credential)
        : this(endpoint, credential, null)
    {
    }

    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        if (endpoint.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException("A shared access signature goes over HTTPS only.", nameof(endpoint));
        }

        _endpoint = new(endpoint, ConnectionString.AccountOf(endpoint), new SharedAccessPolicy(credential), options);
    }

    public virtual string AccountName => _endpoint.AccountName;

    public virtual Uri Uri => _endpoint.Uri;

    public virtual TableClient GetTableClient(string tableName) => new(_endpoint, tableName);
}
