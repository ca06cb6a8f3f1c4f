namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>Reading beside the writer: write-ahead logging shows each reader the last commit.</summary>
internal sealed class SqliteReaders : SqliteThread
{
    public SqliteReaders(params ReadOnlySpan<SqliteRows> connections)
    {
        foreach (var connection in connections)
            Start("muc.db reader", connection);
    }

    protected override void Serve(SqliteRows rows, SqliteWork first)
    {
        if (first.IsAbandoned)
        {
            first.Fail(new OperationCanceledException());
            return;
        }

        try
        {
            first.Run(rows);
            first.Complete();
        }
        catch (Exception e)
        {
            first.Fail(e);
        }
    }
}
