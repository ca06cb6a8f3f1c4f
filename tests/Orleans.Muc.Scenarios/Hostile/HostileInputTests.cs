namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>
/// The table of hostile input, row by row through real sockets against whole servers: each gets exactly the error it deserves, the connection is closed where the RFC says so and nowhere
/// else, and two people in a room notice nothing.
/// </summary>
public sealed class HostileInputTests(HostileServer server) : IClassFixture<HostileServer>
{
    private static readonly Dictionary<string, Row> Table = new Row[][]
    {
        [.. HeaderRows.All], [.. XmlRows.All], [.. SizeRows.All], [.. LoginRows.All], [.. OrderRows.All], [.. StanzaRows.All],
    }.SelectMany(rows => rows).ToDictionary(row => row.Title);

    public static TheoryData<string> Titles => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Hostile_input_gets_what_it_deserves(string title)
    {
        var row = Table[title];
        await server.SpeakAsync();
        await using (var link = await Approach.ToAsync(row.Phase, server))
            await Verdict.HoldsAsync(row, link);
        await server.SpeakAsync();
        await server.AllHeardAsync();
    }

    [Fact]
    public void The_table_has_two_hundred_rows_and_no_two_alike()
    {
        Assert.True(Table.Count >= 200, $"{Table.Count} rows");
        var alike = Table.Values.GroupBy(row => (row.Phase, Convert.ToBase64String(row.Input))).Where(group => group.Count() > 1);
        Assert.Empty(alike.Select(group => string.Join(" = ", group.Select(row => row.Title))));
    }

    /// <summary>RFC 6120 §4.9.1.1: the server terminates the connection, whatever the client does about it.</summary>
    [Fact]
    public async Task After_a_stream_error_the_connection_is_closed_even_if_the_client_stays()
    {
        var worst = Table.Values.Where(row => row.Outcome == Outcome.StreamError).DistinctBy(row => (row.Phase, row.Condition));
        await server.SpeakAsync();
        await Task.WhenAll(worst.Select(CloseAsync));
        await server.AllHeardAsync();

        async Task CloseAsync(Row row)
        {
            await using var link = await Approach.ToAsync(row.Phase, server);
            await link.SendAsync(row.Input);
            await link.ReadToEndAsync();
            Assert.EndsWith("</stream:stream>", link.Received, StringComparison.Ordinal);
        }
    }
}
