using System.Runtime.CompilerServices;
using Orleans.Muc.Abstractions;
using Orleans.Muc.LocalStorage.Rows;

namespace Orleans.Muc.LocalStorage.Sqlite;

internal sealed class SqliteStateCatalogue(SqliteDatabase database) : IStateCatalogue
{
    private const int PageSize = 500;

    public async IAsyncEnumerable<string> Keys(string stateName, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = "";
        while (true)
        {
            var after = last;
            var page = await database.Read(
                rows => rows.Query("SELECT grain FROM state WHERE name = $1 AND grain > $2 ORDER BY grain LIMIT $3", row => row.GetString(0), stateName, after, PageSize),
                cancellation);
            foreach (var grain in page)
                yield return StateKey.PrimaryKey(grain);
            if (page.Count < PageSize)
                yield break;
            last = page[^1];
        }
    }
}
