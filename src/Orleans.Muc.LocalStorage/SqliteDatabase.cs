using System.Globalization;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.LocalStorage.Sqlite;

namespace Orleans.Muc.LocalStorage;

/// <summary>
/// The database file <c>muc.db</c> of a data directory, held by this process alone until disposed. Everything that was committed survives the loss of the
/// process and of the machine's power.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly DataDirectory directory;
    private readonly SqliteWriter writer;
    private readonly SqliteReaders readers;
    private readonly long opening;
    private long writes;

    private SqliteDatabase(DataDirectory directory, OpenFile file)
    {
        this.directory = directory;
        opening = file.Opening;
        writer = new SqliteWriter(file.Writer);
        readers = new SqliteReaders(file.Readers);
    }

    /// <summary>
    /// Opens the database of a directory; both are made when they don't exist. Its format is always checked, every page of it only when it was not closed in order or has
    /// been written to since.
    /// </summary>
    /// <exception cref="StorageStartException">It can't be used; the message says why and what to do.</exception>
    public static SqliteDatabase Open(string dataDirectory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataDirectory);
        var directory = DataDirectory.Hold(dataDirectory);
        try
        {
            return new SqliteDatabase(directory, SqliteFile.Open(directory));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Finishes what is being written, then lets the directory go.</summary>
    public void Dispose()
    {
        writer.Dispose();
        readers.Dispose();
        directory.Clean.Leave();
        directory.Dispose();
    }

    /// <summary>One piece of a transaction: all or nothing; done when it is on the disk.</summary>
    internal Task<T> Write<T>(Func<SqliteRows, T> piece, CancellationToken cancellation) => writer.Do(piece, cancellation);

    internal Task<T> Read<T>(Func<SqliteRows, T> query, CancellationToken cancellation) => readers.Do(query, cancellation);

    /// <summary>Indexes a portion of the messages that are older than the index of words; null when there are none.</summary>
    internal Task<int?> IndexOlderWords(CancellationToken cancellation) => Write(SqliteWordBacklog.Go, cancellation);

    /// <summary>A tag that this file has never seen: which opening, and which write since.</summary>
    internal string NextTag() => string.Create(CultureInfo.InvariantCulture, $"{opening}.{Interlocked.Increment(ref writes)}");
}
