namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>Something to do on a connection's thread, and the caller that waits for it.</summary>
internal abstract class SqliteWork(CancellationToken cancellation)
{
    /// <summary>Whether its caller has given up; work that has begun is finished all the same.</summary>
    public bool IsAbandoned => cancellation.IsCancellationRequested;

    public abstract void Run(SqliteRows rows);

    /// <summary>Gives the caller the result of <see cref="Run"/>.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception fault);
}

internal sealed class SqliteWork<T>(Func<SqliteRows, T> body, CancellationToken cancellation) : SqliteWork(cancellation)
{
    // The continuation must not run on the thread that owns the connection.
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Done => done.Task;

    public override void Run(SqliteRows rows) => result = body(rows);

    public override void Complete() => done.TrySetResult(result);

    public override void Fail(Exception fault) => done.TrySetException(fault);
}
