using System.Globalization;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>
/// The file <c>muc.clean</c> beside the database: it was closed in order, and this is how it looked then (length and time of last write). While that holds, the start need
/// not read every page, which takes seconds for a gigabyte. Damage that changes neither, which a failing disk can do, is not noticed at the start but by
/// the request that reads the page: it fails.
/// </summary>
internal sealed class CleanMark(string database)
{
    private readonly string file = Path.ChangeExtension(database, ".clean");

    /// <summary>Whether nobody has written to the database since it was closed. The mark is gone after this: who does not close the database in order leaves none.</summary>
    public bool Take()
    {
        if (!File.Exists(file))
            return false;
        var isClean = !HasLog && File.ReadAllText(file) == Look();
        File.Delete(file);
        return isClean;
    }

    /// <summary>To be called when all connections are closed. A log that stayed behind says that closing did not work out.</summary>
    public void Leave()
    {
        if (HasLog)
            return;
        try
        {
            // Some file systems count time in steps of up to two seconds: put back by that much, any later write shows.
            File.SetLastWriteTimeUtc(database, File.GetLastWriteTimeUtc(database).AddSeconds(-2));
            File.WriteAllText(file, Look());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a mark the next start reads the file through, which is right where a file can't be written.
        }
    }

    private bool HasLog => File.Exists(database + "-wal");

    private string Look()
    {
        var info = new FileInfo(database);
        return string.Create(CultureInfo.InvariantCulture, $"{info.Length} {info.LastWriteTimeUtc.Ticks}");
    }
}
