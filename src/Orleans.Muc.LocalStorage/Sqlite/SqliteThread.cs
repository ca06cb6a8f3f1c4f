using System.Collections.Concurrent;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>
/// Threads of their own for calls that block on a disk, so that the thread pool never does. Work is taken from one queue in the order in which it
/// came; each thread has its own connection.
/// </summary>
internal abstract class SqliteThread : IDisposable
{
    private readonly BlockingCollection<SqliteWork> queue = [];
    private readonly List<Thread> threads = [];

    public Task<T> Do<T>(Func<SqliteRows, T> body, CancellationToken cancellation)
    {
        var work = new SqliteWork<T>(body, cancellation);
        try
        {
            queue.Add(work, cancellation);
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(new ObjectDisposedException(nameof(SqliteDatabase)));
        }
        catch (OperationCanceledException)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        return work.Done.WaitAsync(cancellation);
    }

    /// <summary>Finishes what is queued, takes nothing more, and closes the connections.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        foreach (var thread in threads)
            thread.Join();
        queue.Dispose();
    }

    /// <summary>Does <paramref name="first"/> and, if it likes, more of the queue.</summary>
    protected abstract void Serve(SqliteRows rows, SqliteWork first);

    protected bool TryTakeMore(out SqliteWork? more) => queue.TryTake(out more);

    protected void Start(string name, SqliteRows rows)
    {
        var thread = new Thread(() => Loop(rows)) { IsBackground = true, Name = name };
        threads.Add(thread);
        thread.Start();
    }

    private void Loop(SqliteRows rows)
    {
        using (rows)
        {
            foreach (var work in queue.GetConsumingEnumerable())
                Serve(rows, work);
        }
    }
}
