using System.Net;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

public sealed class AzuriteServerTests
{
    [Fact]
    public async Task The_tests_have_an_emulator_that_answers_for_tables_and_blobs_and_ends_when_it_is_let_go()
    {
        var shared = await AzuriteServer.SharedAsync();
        Assert.Same(shared, await AzuriteServer.SharedAsync());
        using var client = new HttpClient();
        Uri table, blob;
        await using (var own = await AzuriteServer.StartAsync())
        {
            (table, blob) = (own.TableEndpoint, own.BlobEndpoint);
            Assert.NotEqual(shared.TableEndpoint, table);
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(blob + "?comp=list")).StatusCode);
            Assert.InRange((int)(await client.GetAsync(table + "/Tables")).StatusCode, 400, 499);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(table));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(blob));
    }
}
