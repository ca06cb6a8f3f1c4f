using Orleans.Muc.LocalStorage.Rows;

namespace Orleans.Muc.LocalStorage.Sqlite;

internal sealed class SqliteGrainStorage(SqliteDatabase database) : RowGrainStorage
{
    protected override Task<StateRow?> Read(StateKey key) => database.Read(
        rows => rows.Query(
            "SELECT body, tag FROM state WHERE name = $1 AND grain = $2",
            row => new StateRow(row.GetFieldValue<byte[]>(0), row.GetString(1)),
            key.Name,
            key.Grain).SingleOrDefault(),
        CancellationToken.None);

    protected override Task<string> Replace(StateKey key, byte[] body, string? seen) => database.Write(
        rows =>
        {
            Match(key, TagOf(rows, key), seen);
            var tag = database.NextTag();
            rows.Execute("INSERT OR REPLACE INTO state (name, grain, tag, body) VALUES ($1, $2, $3, $4)", key.Name, key.Grain, tag, body);
            return tag;
        },
        CancellationToken.None);

    protected override Task Delete(StateKey key, string? seen) => database.Write(
        rows =>
        {
            Match(key, TagOf(rows, key), seen);
            return rows.Execute("DELETE FROM state WHERE name = $1 AND grain = $2", key.Name, key.Grain);
        },
        CancellationToken.None);

    private static string? TagOf(SqliteRows rows, StateKey key) =>
        (string?)rows.Scalar("SELECT tag FROM state WHERE name = $1 AND grain = $2", key.Name, key.Grain);
}
