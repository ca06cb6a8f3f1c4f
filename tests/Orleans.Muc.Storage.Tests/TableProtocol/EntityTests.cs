using Azure;
using Azure.Data.Tables;

namespace Orleans.Muc.Storage.Tests.TableProtocol;

/// <summary>One entity: what it holds, what its keys may be, and which version is changed.</summary>
public sealed class EntityTests : TableProtocolTests
{
    [Fact]
    public async Task Every_type_of_property_comes_back_as_it_was()
    {
        var id = Guid.NewGuid();
        var begun = new DateTimeOffset(2026, 7, 16, 12, 30, 0, 123, TimeSpan.FromHours(2)).AddTicks(4567);
        await Table.AddEntityAsync(
            new TableEntity("capulet", "juliet")
            {
                ["Text"] = "Wherefore \"art\" <thou>\r\n🌹",
                ["Nothing"] = "",
                ["Looks"] = "2026-07-16T12:30:00Z",
                ["Bytes"] = new byte[] { 0, 1, 255 },
                ["NoBytes"] = Array.Empty<byte>(),
                ["Int"] = int.MinValue,
                ["Long"] = long.MaxValue,
                ["Short"] = 5L,
                ["Whole"] = 3.0,
                ["Double"] = 0.1,
                ["Yes"] = true,
                ["Id"] = id,
                ["Begun"] = begun,
            }, Cancel);

        var read = (await Find("capulet", "juliet"))!;

        Assert.Equal("Wherefore \"art\" <thou>\r\n🌹", read.GetString("Text"));
        Assert.Equal("", read.GetString("Nothing"));
        Assert.Equal("2026-07-16T12:30:00Z", read.GetString("Looks"));
        Assert.Equal([0, 1, 255], read.GetBinary("Bytes"));
        Assert.Equal([], read.GetBinary("NoBytes"));
        Assert.Equal(int.MinValue, read.GetInt32("Int"));
        Assert.Equal((long.MaxValue, 5L), (read.GetInt64("Long"), read.GetInt64("Short")));
        Assert.Equal((3.0, 0.1), (read.GetDouble("Whole"), read.GetDouble("Double")));
        Assert.True(read.GetBoolean("Yes"));
        Assert.Equal(id, read.GetGuid("Id"));
        Assert.Equal(begun, read.GetDateTimeOffset("Begun"));
        Assert.Equal(("capulet", "juliet"), (read.PartitionKey, read.RowKey));
        Assert.NotNull(read.Timestamp);
    }

    [Fact]
    public async Task What_is_not_there_reads_as_null_and_what_is_of_another_type_throws()
    {
        await Table.AddEntityAsync(new TableEntity("capulet", "juliet") { ["Age"] = 13, ["Suitor"] = null }, Cancel);

        var read = (await Find("capulet", "juliet"))!;

        Assert.False(read.ContainsKey("Suitor"));
        Assert.Null(read.GetString("Suitor"));
        Assert.Null(read.GetInt32("Sisters"));
        Assert.Null(read["Sisters"]);
        Assert.Throws<InvalidOperationException>(() => read.GetString("Age"));
        Assert.Throws<InvalidOperationException>(() => read.GetInt64("Age"));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("''")]
    [InlineData("100%")]
    [InlineData("%27%2F")]
    [InlineData(" a b ")]
    [InlineData("+a&b=c")]
    [InlineData("Ромео 💃🏽")]
    [InlineData("ﬁancé\u0301")]
    [InlineData("(a)b,c")]
    [InlineData("..")]
    [InlineData("|;,@:~!*$\"<>[]{}^`")]
    [InlineData("")]
    public async Task Every_key_names_one_entity_whatever_is_done_with_it(string key)
    {
        await Table.AddEntityAsync(new TableEntity(key, key) { ["Number"] = 1 }, Cancel);
        await Table.AddEntityAsync(new TableEntity(key, key + "x"), Cancel);
        await Table.UpdateEntityAsync(new TableEntity(key, key) { ["Number"] = 2 }, ETag.All, TableUpdateMode.Replace, Cancel);
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["More"] = 3 })], Cancel);

        var found = new List<TableEntity>();
        await foreach (var row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}"), cancellationToken: Cancel))
            found.Add(row);
        var read = Assert.Single(found);
        Assert.Equal((key, key, 2, 3), (read.PartitionKey, read.RowKey, read.GetInt32("Number"), read.GetInt32("More")));
        Assert.Equal(read.ETag, (await Find(key, key))!.ETag);

        await Table.DeleteEntityAsync(key, key, cancellationToken: Cancel);
        Assert.Null(await Find(key, key));
        Assert.NotNull(await Find(key, key + "x"));
    }

    [Fact]
    public async Task Adding_what_is_there_is_refused() =>
        await Refused(409, "EntityAlreadyExists", async () =>
        {
            await Table.AddEntityAsync(Row("juliet"), Cancel);
            await Table.AddEntityAsync(Row("juliet"), Cancel);
        });

    [Fact]
    public async Task The_answer_to_a_write_names_the_version_that_a_reader_sees()
    {
        var added = (await Table.AddEntityAsync(Row("juliet", 1), Cancel)).Headers.ETag;
        Assert.Equal(added, (await Find("capulet", "juliet"))!.ETag);

        var updated = (await Table.UpdateEntityAsync(Row("juliet", 2), added!.Value, TableUpdateMode.Replace, Cancel)).Headers.ETag;

        Assert.NotEqual(added, updated);
        Assert.Equal(updated, (await Find("capulet", "juliet"))!.ETag);
    }

    [Fact]
    public async Task A_version_that_was_replaced_changes_and_deletes_nothing()
    {
        var first = (await Table.AddEntityAsync(Row("juliet", 1), Cancel)).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(Row("juliet", 2), first, cancellationToken: Cancel);

        await Refused(412, "UpdateConditionNotSatisfied", () => Table.UpdateEntityAsync(Row("juliet", 3), first, cancellationToken: Cancel));
        await Refused(412, "UpdateConditionNotSatisfied", () => Table.DeleteEntityAsync("capulet", "juliet", first, Cancel));

        Assert.Equal(2, (await Find("capulet", "juliet"))!.GetInt32("Number"));
    }

    [Fact]
    public async Task Merging_keeps_and_replacing_drops_what_is_not_named()
    {
        await Table.UpsertEntityAsync(new TableEntity("capulet", "juliet") { ["Old"] = 1 }, TableUpdateMode.Replace, Cancel);

        await Table.UpsertEntityAsync(new TableEntity("capulet", "juliet") { ["New"] = 2 }, TableUpdateMode.Merge, Cancel);
        Assert.Equal(1, (await Find("capulet", "juliet"))!.GetInt32("Old"));

        await Table.UpsertEntityAsync(new TableEntity("capulet", "juliet") { ["New"] = 3 }, TableUpdateMode.Replace, Cancel);
        var read = (await Find("capulet", "juliet"))!;
        Assert.Equal((null, 3), (read.GetInt32("Old"), read.GetInt32("New")));
    }

    [Fact]
    public async Task Who_is_not_there_is_a_failure_to_get_and_to_update_and_an_answer_to_ask_for_and_to_delete()
    {
        await Refused(404, "ResourceNotFound", () => Table.GetEntityAsync<TableEntity>("capulet", "nobody", cancellationToken: Cancel));
        await Refused(404, "ResourceNotFound", () => Table.UpdateEntityAsync(Row("nobody"), ETag.All, cancellationToken: Cancel));

        var asked = await Table.GetEntityIfExistsAsync<TableEntity>("capulet", "nobody", cancellationToken: Cancel);
        Assert.False(asked.HasValue);
        Assert.Throws<InvalidOperationException>(() => asked.Value);
        Assert.Equal(404, (await Table.DeleteEntityAsync("capulet", "nobody", cancellationToken: Cancel)).Status);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_named_so_and_one_that_is_may_be_made_again()
    {
        Assert.Equal(409, (await Table.CreateIfNotExistsAsync(Cancel)).GetRawResponse().Status);
        Assert.Equal(204, (await Table.DeleteAsync(Cancel)).Status);

        await Refused(404, "TableNotFound", () => Table.AddEntityAsync(Row("juliet"), Cancel));
        Assert.Equal(404, (await Table.DeleteAsync(Cancel)).Status);
    }

    [Fact]
    public async Task A_property_that_is_too_large_is_refused()
    {
        await Table.AddEntityAsync(new TableEntity("capulet", "most") { ["Bytes"] = new byte[64 * 1024] }, Cancel);

        await Refused(400, "PropertyValueTooLarge", () => Table.AddEntityAsync(new TableEntity("capulet", "more") { ["Bytes"] = new byte[64 * 1024 + 1] }, Cancel));
    }

    [Fact]
    public async Task An_update_says_which_version_it_is_based_on() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(Row("juliet"), default, cancellationToken: Cancel));

    [Fact]
    public async Task Keys_are_needed() =>
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.AddEntityAsync(new TableEntity { ["Number"] = 1 }, Cancel));
}
