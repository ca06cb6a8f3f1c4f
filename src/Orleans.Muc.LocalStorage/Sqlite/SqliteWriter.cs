using Microsoft.Data.Sqlite;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>
/// The one writer. What is queued while a transaction is being written goes into the next one together, so that a burst of writes costs one wait for the
/// disk (group commit). Each piece is all or nothing on its own, and no caller hears of success before the commit.
/// </summary>
internal sealed class SqliteWriter : SqliteThread
{
    // Bounds how long the first of a batch waits for the last.
    private const int MostPerTransaction = 256;

    private readonly List<SqliteWork> done = [];

    public SqliteWriter(SqliteRows connection) => Start("muc.db writer", connection);

    protected override void Serve(SqliteRows rows, SqliteWork first)
    {
        done.Clear();
        try
        {
            rows.Execute("BEGIN IMMEDIATE");
            var work = first;
            for (var i = 1; work is not null; i++)
            {
                Run(rows, work);
                if (i == MostPerTransaction || !TryTakeMore(out work))
                    break;
            }

            rows.Execute("COMMIT");
        }
        catch (Exception e)
        {
            // Nothing of the batch is stored. The piece that failed on its own has been told already; telling it again does nothing.
            first.Fail(e);
            foreach (var work in done)
                work.Fail(e);
            RollBack(rows);
            return;
        }

        foreach (var work in done)
            work.Complete();
    }

    private void Run(SqliteRows rows, SqliteWork work)
    {
        if (work.IsAbandoned)
        {
            work.Fail(new OperationCanceledException());
            return;
        }

        rows.Execute("SAVEPOINT piece");
        try
        {
            work.Run(rows);
            rows.Execute("RELEASE piece");
            done.Add(work);
        }
        catch (Exception e)
        {
            work.Fail(e);
            // A full disk or an input/output error ends the whole transaction: then the batch fails, not only this piece.
            if (!rows.InTransaction)
                throw;
            rows.Execute("ROLLBACK TO piece");
            rows.Execute("RELEASE piece");
        }
    }

    private static void RollBack(SqliteRows rows)
    {
        try
        {
            if (rows.InTransaction)
                rows.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // The next BEGIN fails then, and tells its callers why.
        }
    }
}
