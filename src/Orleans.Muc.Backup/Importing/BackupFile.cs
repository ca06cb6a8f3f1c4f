namespace Orleans.Muc.Backup.Importing;

/// <summary>A document to import, and where the files that it includes may lie (XEP-0227 §5): beside it or below, nowhere else.</summary>
/// <param name="Content">Closed when it has been read.</param>
/// <param name="Name">For messages.</param>
/// <param name="Folder">The folder of the first document; null: nothing can be included, as from a pipe.</param>
public sealed record BackupFile(Stream Content, string Name, string? Folder)
{
    /// <exception cref="IOException">It can't be opened.</exception>
    public static BackupFile Open(string path)
    {
        var full = Path.GetFullPath(path);
        return new BackupFile(Stream(full), path, Path.GetDirectoryName(full));
    }

    /// <summary>The file that an XInclude element names.</summary>
    /// <exception cref="BackupException">It is not one that may be read.</exception>
    internal BackupFile Included(Source include)
    {
        var href = include.Need("href");
        if (include["parse"] is not null || include["xpointer"] is not null)
            throw include.Fault("an include with 'parse' or 'xpointer' is refused");
        if (Folder is null)
            throw include.Fault("a document from a pipe can include nothing; name the file instead");
        // As a URI it may hide any of this.
        var name = Uri.UnescapeDataString(href);
        if (name.Contains("..", StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal) || name.StartsWith('/') || name.Any(char.IsControl))
            throw include.Fault($"the include of '{href}' is refused, since only files beside the document and below may be included");
        var path = Path.Combine(Folder, name);
        if (!IsBelow(path))
            throw include.Fault($"the include of '{href}' is refused, since only files beside the document and below may be included");
        try
        {
            return this with { Content = Stream(path), Name = path };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw include.Fault($"the file '{href}', which it includes, can't be read ({fault.Message.TrimEnd('.')})", fault);
        }
    }

    /// <summary>Whether the file lies in the folder with all links followed.</summary>
    private bool IsBelow(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder!)) + Path.DirectorySeparatorChar;
        for (var at = Path.GetFullPath(path); at.Length >= root.Length; at = Path.GetDirectoryName(at)!)
        {
            if (!at.StartsWith(root, StringComparison.Ordinal) || new FileInfo(at).LinkTarget is not null)
                return false;
        }

        return Path.GetFullPath(path).StartsWith(root, StringComparison.Ordinal);
    }

    private static FileStream Stream(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
}
