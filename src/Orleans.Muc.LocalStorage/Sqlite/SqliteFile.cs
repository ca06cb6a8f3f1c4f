using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>Opens connections to a database file, and the file itself with all its checks.</summary>
internal static class SqliteFile
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Makes or checks the file, and opens its connections.</summary>
    /// <exception cref="StorageStartException">The file is unusable.</exception>
    public static OpenFile Open(DataDirectory directory)
    {
        var file = directory.Database;
        var connections = new List<SqliteRows>();
        try
        {
            directory.CreateDatabaseFile();
            var isClean = directory.Clean.Take();
            var writer = Connect(file, connections);
            Check(writer, file, isClean);
            writer.Execute("UPDATE opening SET count = count + 1");
            var opening = Number(writer.Scalar("SELECT count FROM opening"));
            return new OpenFile(writer, [Reader(file, connections), Reader(file, connections)], opening);
        }
        catch (Exception e)
        {
            foreach (var connection in connections)
                connection.Dispose();
            throw e switch
            {
                SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => StartFaults.Corrupt(file, e),
                SqliteException or IOException or UnauthorizedAccessException => StartFaults.Other(file, e),
                _ => e,
            };
        }
    }

    private static SqliteRows Reader(string file, List<SqliteRows> connections)
    {
        var rows = Connect(file, connections);
        rows.Execute("PRAGMA query_only = 1");
        return rows;
    }

    private static SqliteRows Connect(string file, List<SqliteRows> connections)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        var connection = new SqliteConnection(address.ToString());
        var rows = new SqliteRows(connection);
        connections.Add(rows);
        connection.Open();
        // Sorting for an index, and what a statement that fails takes back, would go to a file in the system's temporary folder, which may be read-only (https://sqlite.org/tempfiles.html §2, §5).
        rows.Execute("PRAGMA temp_store = MEMORY");
        return rows;
    }

    private static void Check(SqliteRows rows, string file, bool isClean)
    {
        var version = Number(rows.Scalar("PRAGMA user_version"));
        var isNew = Number(rows.Scalar("SELECT count(*) FROM sqlite_schema")) == 0;
        if (!isNew && Number(rows.Scalar("PRAGMA application_id")) != SqliteSchema.ApplicationId)
            throw StartFaults.Foreign(file);
        if (version > SqliteSchema.Version)
            throw StartFaults.Newer(file, version);
        // Reads every page. After a crash, or when somebody else has written to the file, a damaged page found now is better than one found in service.
        if (!isNew && !isClean && rows.Scalar("PRAGMA quick_check(1)") is not "ok")
            throw StartFaults.Corrupt(file, null);
        if (rows.Scalar("PRAGMA journal_mode = WAL") is not "wal")
            throw StartFaults.NoWal(file);

        // FULL: a commit is on the disk, not only in the system's memory, before anybody hears of it.
        rows.Execute("PRAGMA synchronous = FULL");
        rows.Execute("PRAGMA fullfsync = 1");
        rows.Execute("PRAGMA checkpoint_fullfsync = 1");
        if (isNew || version < SqliteSchema.Version)
            SqliteSchema.Upgrade(rows, isNew ? 0 : (int)version);
    }

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}

/// <summary>The connections of an open file, and how often it has been opened.</summary>
internal sealed record OpenFile(SqliteRows Writer, SqliteRows[] Readers, long Opening);
