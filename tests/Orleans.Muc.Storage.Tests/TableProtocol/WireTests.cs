using System.Net;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Storage.Tests.TableProtocol;

/// <summary>Faults on the way, and by what right a request comes.</summary>
public sealed class WireTests : TableProtocolTests
{
    [Fact]
    public async Task A_service_that_is_busy_is_asked_again_with_a_signature_of_that_time()
    {
        using var wire = BrokenWire.BusyFor(3);

        await Through(wire).AddEntityAsync(Row("juliet", 1), Cancel);

        Assert.Equal(4, wire.Requests.Count);
        Assert.All(wire.Requests, request => Assert.StartsWith("SharedKey", request.Headers.GetValues("Authorization").Single()));
        Assert.Equal(1, (await Find("capulet", "juliet"))!.GetInt32("Number"));
    }

    [Fact]
    public async Task A_transaction_is_sent_again_as_a_whole()
    {
        using var wire = BrokenWire.BusyFor(2);

        await Through(wire).SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, Row("juliet")), new(TableTransactionActionType.Add, Row("nurse"))], Cancel);

        Assert.Equal(3, wire.Requests.Count);
        Assert.NotNull(await Find("capulet", "nurse"));
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_a_failure_of_its_name()
    {
        using var wire = BrokenWire.BusyFor(int.MaxValue);

        await Refused(503, "ServerBusy", () => Through(wire).AddEntityAsync(Row("juliet"), Cancel));
        Assert.Equal(4, wire.Requests.Count);
        await Refused(503, "ServerBusy", () => Through(wire).SubmitTransactionAsync([new(TableTransactionActionType.Add, Row("juliet"))], Cancel));
    }

    [Fact]
    public async Task A_service_that_can_not_be_reached_is_a_failure_without_a_status()
    {
        using var wire = new BrokenWire((_, _) => throw new HttpRequestException("No route to Verona."));

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => Through(wire).AddEntityAsync(Row("juliet"), Cancel));

        Assert.Equal(4, wire.Requests.Count);
        Assert.All(Assert.IsType<AggregateException>(failed).InnerExceptions, one => Assert.Equal(0, Assert.IsType<RequestFailedException>(one).Status));
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        using var wire = BrokenWire.Silent();
        using var patience = new CancellationTokenSource();

        var adding = Through(wire).AddEntityAsync(Row("juliet"), patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.AddEntityAsync(Row("juliet"), new CancellationToken(canceled: true)));
        Assert.Null(await Find("capulet", "juliet"));
    }

    [Fact]
    public async Task A_token_is_asked_for_storage_and_sent_over_encrypted_wires_only()
    {
        using var wire = BrokenWire.Answering(HttpStatusCode.NoContent);
        var nurse = new Nurse();
        var service = new TableServiceClient(new Uri("https://verona.table.core.windows.net"), nurse, wire.Options());

        await service.GetTableClient("Capulets").AddEntityAsync(Row("juliet"), Cancel);

        Assert.Equal(["https://storage.azure.com/.default"], nurse.Scopes);
        Assert.Equal("Bearer rose", Assert.Single(wire.Requests).Headers.GetValues("Authorization").Single());
        Assert.Equal(("verona", "verona.table.core.windows.net", "/Capulets"), (service.AccountName, wire.Requests[0].RequestUri!.Host, wire.Requests[0].RequestUri!.AbsolutePath));
        var plain = new TableServiceClient(new Uri("http://verona.table.core.windows.net"), nurse, wire.Options()).GetTableClient("Capulets");
        await Assert.ThrowsAsync<InvalidOperationException>(() => plain.AddEntityAsync(Row("juliet"), Cancel));
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task A_key_signs_what_is_asked_of_its_account()
    {
        var azurite = await AzuriteServer.SharedAsync();
        var parts = azurite.ConnectionString.Split(';').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToDictionary(part => part[0], part => part[1]);
        var key = new TableSharedKeyCredential(parts["AccountName"], parts["AccountKey"]);
        var table = new TableServiceClient(azurite.TableEndpoint, key).GetTableClient(Table.Name);
        await table.AddEntityAsync(Row("it's 100% 🌹"), Cancel);
        Assert.NotNull(await Find("capulet", "it's 100% 🌹"));

        key.SetAccountKey("bm9ib2R5");

        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(Row("juliet"), Cancel))).Status);
        Assert.Null(await Find("capulet", "juliet"));
    }

    [Fact]
    public async Task A_shared_access_signature_is_part_of_the_address()
    {
        using var wire = BrokenWire.Answering(HttpStatusCode.NoContent);
        var service = new TableServiceClient(new Uri("https://verona.table.core.windows.net"), new AzureSasCredential("sv=2020-12-06&sig=a%2Bb"), wire.Options());

        await service.GetTableClient("Capulets").DeleteEntityAsync("capulet", "it's", cancellationToken: Cancel);

        var query = wire.Requests.Single().RequestUri!.Query;
        Assert.Contains("sig=a%2Bb", query, StringComparison.Ordinal);
        Assert.Contains("sv=2020-12-06", query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountName=verona;AccountKey=YWJj", "https://verona.table.core.windows.net/")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=verona;AccountKey=YWJj;EndpointSuffix=core.example", "http://verona.table.core.example/")]
    [InlineData("accountname=verona;accountkey=YWJj;TableEndpoint=http://127.0.0.1:5/verona;BlobEndpoint=http://127.0.0.1:6/verona", "http://127.0.0.1:5/verona")]
    [InlineData("TableEndpoint=https://verona.table.core.windows.net/;SharedAccessSignature=sv=1&sig=2", "https://verona.table.core.windows.net/")]
    public void A_connection_string_leads_to_an_account(string text, string endpoint)
    {
        var service = new TableServiceClient(text);

        Assert.Equal(("verona", endpoint), (service.AccountName, service.Uri.AbsoluteUri));
    }

    [Theory]
    [InlineData("")]
    [InlineData("verona")]
    [InlineData("AccountName=verona")]
    [InlineData("AccountName=verona;AccountKey=!!!")]
    [InlineData("AccountName=verona;AccountName=mantua;AccountKey=YWJj")]
    public void A_connection_string_that_is_none_is_refused_without_a_request(string text)
    {
        var mistake = Record.Exception(() => new TableServiceClient(text));

        Assert.True(mistake is ArgumentException or FormatException or InvalidOperationException, $"{mistake}");
    }

    private sealed class Nurse : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("rose", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
