using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Orleans.Muc.AzureStorage;

/// <summary>What is wrong with the options, each a sentence that names the setting and none with a secret in it.</summary>
public static partial class AzureStorageOptionsValidator
{
    private const string Section = "Muc:AzureStorage";

    public static IEnumerable<string> Mistakes(AzureStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. Account(options), .. Names(options)];
    }

    private static IEnumerable<string> Account(AzureStorageOptions options)
    {
        var hasUri = options.TableServiceUri is not null || options.BlobServiceUri is not null;
        if (options.ConnectionString is null && !hasUri)
            yield return $"Muc:Storage is AzureStorage, which needs {Section}:ConnectionString, or {Section}:TableServiceUri and {Section}:BlobServiceUri.";
        if (options.ConnectionString is not null && hasUri)
            yield return $"{Section} has both a ConnectionString and a service's address; give one or the other.";
        if (hasUri && (options.TableServiceUri is null || options.BlobServiceUri is null))
            yield return $"{Section} has only one of TableServiceUri and BlobServiceUri; tables and blobs are both needed.";
        if (options.ConnectionString is { } text && !IsConnectionString(text))
            yield return $"{Section}:ConnectionString is no connection string of a storage account with tables and blobs.";
        foreach (var (name, address) in ((string, Uri?)[])[("TableServiceUri", options.TableServiceUri), ("BlobServiceUri", options.BlobServiceUri)])
        {
            if (address is not null && (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttps || address.Query.Length > 0))
                yield return $"{Section}:{name} is no https address of a service, such as https://account.table.core.windows.net.";
        }
    }

    private static IEnumerable<string> Names(AzureStorageOptions options)
    {
        string[] tables = [options.RoomsTable, options.StatesTable, options.ArchivesTable, options.SilosTable];
        foreach (var (name, table) in ((string[])["RoomsTable", "StatesTable", "ArchivesTable", "SilosTable"]).Zip(tables))
        {
            if (!TableName().IsMatch(table))
                yield return $"{Section}:{name} is \"{table}\"; a table's name is a letter and 2 to 62 letters and digits.";
        }

        // Names of tables differ by more than their case.
        if (tables.Distinct(StringComparer.OrdinalIgnoreCase).Count() < tables.Length)
            yield return $"{Section} has one name for two tables; each needs its own.";
        if (!ContainerName().IsMatch(options.Container))
            yield return $"{Section}:Container is \"{options.Container}\"; a container's name is 3 to 63 small letters, digits and single hyphens between them.";
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new TableServiceClient(text).Uri is not null && new BlobServiceClient(text).Uri is not null;
        }
        catch (Exception mistake) when (mistake is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex TableName();

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ContainerName();
}
