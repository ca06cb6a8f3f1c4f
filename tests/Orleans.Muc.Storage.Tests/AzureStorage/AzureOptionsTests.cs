using Orleans.Muc.AzureStorage;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

public sealed class AzureOptionsTests
{
    [Fact]
    public void Options_in_a_log_show_where_they_lead_but_no_secret()
    {
        var shown = new AzureStorageOptions
        {
            ConnectionString = "AccountName=verona;AccountKey=c2VjcmV0",
            TableServiceUri = new Uri("https://verona.table.core.windows.net/?sig=hidden1"),
            BlobServiceUri = new Uri("https://verona.blob.core.windows.net/?sig=hidden2"),
        }.ToString();

        Assert.DoesNotContain("c2VjcmV0", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", shown, StringComparison.Ordinal);
        Assert.Contains("https://verona.table.core.windows.net/", shown, StringComparison.Ordinal);
        Assert.Contains("MucRooms", shown, StringComparison.Ordinal);
    }
}
