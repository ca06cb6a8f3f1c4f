using System.Globalization;
using Orleans.Muc.Abstractions.States;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>Everything that keeps the storage from starting, each as one sentence that says what to do.</summary>
internal static class StartFaults
{
    public static StorageStartException InUse(string directory, Exception cause) =>
        new($"The data directory '{directory}' is in use by another process: stop that one, or give this one a data directory of its own.", cause);

    public static StorageStartException NotWritable(string directory, Exception cause) =>
        new($"The data directory '{directory}' can't be written ({cause.Message.TrimEnd('.')}): allow this user to write there, or choose another one.", cause);

    public static StorageStartException Corrupt(string file, Exception? cause) =>
        new($"The database '{file}' is damaged: put back a backup, or move it away together with its '-wal' and '-shm' files to start with an empty one.", cause);

    public static StorageStartException Foreign(string file) =>
        new($"The file '{file}' is a database of another program: move it away, or choose another data directory.");

    public static StorageStartException Newer(string file, long version) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"The database '{file}' has schema version {version} and this program knows none above {SqliteSchema.Version}: start the newer program, or put back a backup from before it."));

    public static StorageStartException NoWal(string file) =>
        new($"The database '{file}' lies on a file system that has no shared memory for write-ahead logging: choose a data directory on a local disk.");

    public static StorageStartException Other(string file, Exception cause) =>
        new($"The database '{file}' can't be opened ({cause.Message.TrimEnd('.')}): check the disk and the rights on that file.", cause);
}
