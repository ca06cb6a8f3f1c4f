namespace Orleans.Muc.Host.Commands;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Command">"export", "import" or "help".</param>
/// <param name="File">The path, or "-" for the standard stream.</param>
/// <param name="Overwrite">Whether an import replaces what is there already.</param>
/// <param name="Settings">The other arguments: settings as the server takes them.</param>
internal sealed record BackupArguments(string Command, string File, bool Overwrite, string[] Settings)
{
    public const string Usage =
        "Usage: Orleans.Muc.Host [settings] starts the server; export FILE [settings] writes everything stored to FILE; import FILE [--overwrite] [settings] reads it back, " +
        "or the accounts of another server; FILE may be - for the standard stream, and for import a folder; settings are as for the server, such as --Muc:DataDirectory=./data.";

    /// <summary>Null when there are settings only, for the server.</summary>
    /// <exception cref="ArgumentException">It can't be made sense of; the message says why.</exception>
    public static BackupArguments? Parse(string[] args)
    {
        var (words, settings, overwrite) = (new List<string>(), new List<string>(), false);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--help" or "-h")
                return Help;
            if (args[i] == "--overwrite")
                overwrite = true;
            else if (!args[i].StartsWith("--", StringComparison.Ordinal))
                words.Add(args[i]);
            else
                settings.AddRange(args[i].Contains('=', StringComparison.Ordinal) || i + 1 == args.Length ? [args[i]] : [args[i], args[++i]]);
        }

        return words switch
        {
            [] when !overwrite => null,
            ["help", ..] => Help,
            [] or ["export", ..] when overwrite => throw new ArgumentException("'--overwrite' is for import; an export replaces its file when it is complete."),
            ["export" or "import", var file] => new BackupArguments(words[0], file, overwrite, [.. settings]),
            ["export" or "import"] => throw new ArgumentException($"'{words[0]}' needs the name of a file, or - for the standard stream."),
            ["export" or "import", .. var files] => throw new ArgumentException($"'{words[0]}' takes one file, and there are {files.Count}: {string.Join(", ", files)}."),
            _ => throw new ArgumentException($"'{words[0]}' is no command; there are export, import and help. Settings begin with two dashes."),
        };
    }

    private static BackupArguments Help { get; } = new("help", "", false, []);
}
