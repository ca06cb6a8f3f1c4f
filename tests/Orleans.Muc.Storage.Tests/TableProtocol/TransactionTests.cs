using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Orleans.Muc.Storage.Tests.TableProtocol;

/// <summary>Several changes at once: all or none.</summary>
public sealed class TransactionTests : TableProtocolTests
{
    [Fact]
    public async Task Every_kind_of_change_is_made_and_each_is_answered_with_its_version()
    {
        foreach (var name in (string[])["merged", "replaced", "deleted", "upserted"])
            await Table.AddEntityAsync(new TableEntity("capulet", name) { ["Old"] = 1 }, Cancel);

        var answer = await Table.SubmitTransactionAsync(
        [
            new(Add, Row("added", 7)), new(UpdateMerge, Row("merged", 7)), new(UpdateReplace, Row("replaced", 7)),
            new(Delete, Row("deleted")), new(UpsertMerge, Row("new", 7)), new(UpsertReplace, Row("upserted", 7)),
        ], Cancel);

        Assert.Equal(6, answer.Value.Count);
        Assert.All(answer.Value, part => Assert.Equal(204, part.Status));
        Assert.Equal((await Find("capulet", "added"))!.ETag, answer.Value[0].Headers.ETag);
        Assert.Equal((await Find("capulet", "upserted"))!.ETag, answer.Value[5].Headers.ETag);
        Assert.Equal([("added", null), ("merged", 1), ("new", null), ("replaced", null), ("upserted", null)], await Rows());

        async Task<List<(string, int?)>> Rows()
        {
            var rows = new List<(string, int?)>();
            await foreach (var row in Table.QueryAsync<TableEntity>(cancellationToken: Cancel))
            {
                Assert.Equal(7, row.GetInt32("Number"));
                rows.Add((row.RowKey, row.GetInt32("Old")));
            }

            return rows;
        }
    }

    [Fact]
    public async Task One_that_is_refused_undoes_all_and_is_named()
    {
        await Table.AddEntityAsync(Row("juliet", 1), Cancel);

        var refused = (TableTransactionFailedException)await Refused(409, "EntityAlreadyExists", () =>
            Table.SubmitTransactionAsync([new(Add, Row("nurse")), new(UpsertReplace, Row("tybalt")), new(Add, Row("juliet", 2)), new(Add, Row("paris"))], Cancel));

        Assert.Equal(2, refused.FailedTransactionActionIndex);
        Assert.Null(await Find("capulet", "nurse"));
        Assert.Null(await Find("capulet", "tybalt"));
        Assert.Equal(1, (await Find("capulet", "juliet"))!.GetInt32("Number"));
    }

    [Fact]
    public async Task A_version_that_was_replaced_undoes_all()
    {
        var fence = (await Table.AddEntityAsync(Row("fence", 1), Cancel)).Headers.ETag!.Value;
        var passed = await Table.SubmitTransactionAsync([new(UpdateReplace, Row("fence", 2), fence), new(Add, Row("juliet"))], Cancel);

        var refused = (TableTransactionFailedException)await Refused(412, "UpdateConditionNotSatisfied", () =>
            Table.SubmitTransactionAsync([new(UpdateReplace, Row("fence", 3), fence), new(Add, Row("romeo"))], Cancel));

        Assert.Equal(0, refused.FailedTransactionActionIndex);
        Assert.Null(await Find("capulet", "romeo"));
        await Table.SubmitTransactionAsync([new(Add, Row("romeo")), new(Delete, Row("fence"), passed.Value[0].Headers.ETag!.Value)], Cancel);
        Assert.Null(await Find("capulet", "fence"));
    }

    [Fact]
    public async Task Deleting_or_updating_who_is_not_there_undoes_all()
    {
        foreach (var kind in (TableTransactionActionType[])[Delete, UpdateMerge, UpdateReplace])
        {
            var refused = (TableTransactionFailedException)await Refused(404, "ResourceNotFound", () =>
                Table.SubmitTransactionAsync([new(Add, Row("nurse")), new(kind, Row("nobody"), ETag.All)], Cancel));
            Assert.Equal(1, refused.FailedTransactionActionIndex);
        }

        Assert.Null(await Find("capulet", "nurse"));
    }

    [Fact]
    public async Task An_update_that_names_no_version_is_made_whether_the_row_is_there_or_not()
    {
        await Table.SubmitTransactionAsync([new(UpdateReplace, Row("juliet", 1)), new(UpdateMerge, Row("nurse", 1))], Cancel);
        await Table.SubmitTransactionAsync([new(UpdateReplace, Row("juliet", 2)), new(UpdateMerge, Row("nurse", 2))], Cancel);

        Assert.Equal((2, 2), ((await Find("capulet", "juliet"))!.GetInt32("Number"), (await Find("capulet", "nurse"))!.GetInt32("Number")));
    }

    [Fact]
    public async Task A_hundred_changes_with_bytes_and_odd_names_go_together()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(n => (byte)n)];
        var changes = Enumerable.Range(0, 100).Select(n =>
            new TableTransactionAction(Add, new TableEntity("it's 100% 💃🏽", $"{n:d3}\u00e9'") { ["Bytes"] = bytes, ["Text"] = "--changeset\r\n--batch--\r\nHTTP/1.1 404 Rose\r\n🌹" }));

        var answer = await Table.SubmitTransactionAsync(changes, Cancel);

        Assert.Equal(100, answer.Value.Count);
        var last = (await Find("it's 100% 💃🏽", "099\u00e9'"))!;
        Assert.Equal(bytes, last.GetBinary("Bytes"));
        Assert.Equal("--changeset\r\n--batch--\r\nHTTP/1.1 404 Rose\r\n🌹", last.GetString("Text"));
    }

    [Fact]
    public async Task One_row_is_changed_once() =>
        await Refused(400, "InvalidDuplicateRow", () => Table.SubmitTransactionAsync([new(Add, Row("juliet")), new(UpsertMerge, Row("juliet"))], Cancel));

    [Fact]
    public async Task Nothing_to_change_is_a_mistake() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([], Cancel));
}
