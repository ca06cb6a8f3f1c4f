using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.LocalStorage.Sqlite;

internal sealed class SqliteProbe(SqliteDatabase database) : IStorageProbe
{
    public Task Probe(CancellationToken cancellation) => database.Read(rows => rows.Query("SELECT grain FROM state LIMIT 1", row => row.GetString(0)), cancellation);
}
