namespace Orleans.Muc.Backup;

/// <summary>A backup can't be written or read. The message is one sentence for the operator.</summary>
public sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);
