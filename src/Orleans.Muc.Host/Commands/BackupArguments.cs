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

    /// <summary>Whether this is for us, and not for the server, whose arguments are all settings.</summary>
    public static bool IsFor(string[] args) => args is [var first, ..] && (!first.StartsWith('-') || first is "--help" or "-h");

    /// <exception cref="ArgumentException">It can't be made sense of; the message says why.</exception>
    public static BackupArguments Parse(string[] args)
    {
        var (files, settings, overwrite) = (new List<string>(), new List<string>(), false);
        for (var i = 1; i < args.Length; i++)
        {
            if (args[i] is "--help" or "-h")
                return Help;
            if (args[i] == "--overwrite")
                overwrite = true;
            else if (!args[i].StartsWith("--", StringComparison.Ordinal))
                files.Add(args[i]);
            else
                settings.AddRange(args[i].Contains('=', StringComparison.Ordinal) || i + 1 == args.Length ? [args[i]] : [args[i], args[++i]]);
        }

        return (args[0], files) switch
        {
            ("help" or "--help" or "-h", _) => Help,
            ("export" or "import", [var file]) when overwrite && args[0] == "export" => throw new ArgumentException($"'--overwrite' is for import; an export replaces '{file}' when it is complete."),
            ("export" or "import", [var file]) => new BackupArguments(args[0], file, overwrite, [.. settings]),
            ("export" or "import", []) => throw new ArgumentException($"'{args[0]}' needs the name of a file, or - for the standard stream."),
            ("export" or "import", _) => throw new ArgumentException($"'{args[0]}' takes one file, and there are {files.Count}: {string.Join(", ", files)}."),
            _ => throw new ArgumentException($"'{args[0]}' is no command; there are export, import and help."),
        };
    }

    private static BackupArguments Help { get; } = new("help", "", false, []);
}
