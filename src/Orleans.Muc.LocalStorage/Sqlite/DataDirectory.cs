using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>
/// The folder of the database file, held by one process. The hold is a lock on a file beside the database: the system drops it when the process
/// ends, however it ends.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream hold;

    private DataDirectory(string path, FileStream hold)
    {
        Database = Path.Combine(path, "muc.db");
        Clean = new CleanMark(Database);
        this.hold = hold;
    }

    /// <summary>Full path of the database file.</summary>
    public string Database { get; }

    public CleanMark Clean { get; }

    /// <exception cref="StorageStartException">The folder can't be written, or another process has it.</exception>
    public static DataDirectory Hold(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            CreateFolder(path);
            return new DataDirectory(path, LockFile(path));
        }
        catch (UnauthorizedAccessException e)
        {
            throw StartFaults.NotWritable(path, e);
        }
        catch (IOException e)
        {
            throw StartFaults.NotWritable(path, e);
        }
    }

    public void Dispose() => hold.Dispose();

    // The file holds credentials: nobody but its owner may read it. SQLite gives its side files the same mode.
    public void CreateDatabaseFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(Database, options);
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else if (!Directory.Exists(path))
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream LockFile(string path)
    {
        var name = Path.Combine(path, "muc.lock");
        var existed = File.Exists(name);
        try
        {
            return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (existed)
        {
            throw StartFaults.InUse(path, e);
        }
    }
}
