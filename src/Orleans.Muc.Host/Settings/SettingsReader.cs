using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Orleans.Muc.Host.Settings;

/// <summary>Reads single values of the section <c>Muc</c> and collects what is wrong with them, each mistake a sentence that names the setting.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private const string Section = "Muc";

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public List<string> Mistakes { get; } = [];

    public string Text(string key, string otherwise) => Raw(key) ?? otherwise;

    public string? TextOrNone(string key) => Raw(key);

    public int Number(string key, int otherwise) =>
        Parse(key, otherwise, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null, "a whole number");

    public bool Flag(string key, bool otherwise) => Parse(key, otherwise, text => bool.TryParse(text, out var value) ? value : null, "true or false");

    public TimeSpan Time(string key, TimeSpan otherwise) =>
        Parse(key, otherwise, text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null, "a time as hours:minutes:seconds");

    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum =>
        Parse(key, otherwise, text => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>Values under <c>key:0</c>, <c>key:1</c> …, or one of them under the key itself.</summary>
    public IReadOnlyList<string> List(string key)
    {
        var section = configuration.GetSection(Path(key));
        _known.Add(Path(key));
        foreach (var child in section.GetChildren())
            _known.Add(child.Path);
        return section.Value is { Length: > 0 } single ? [single] : [.. section.GetChildren().Select(child => child.Value ?? "")];
    }

    /// <summary>The full names of all that is set below a key; none of it counts as unknown then.</summary>
    public IReadOnlyList<string> TakeAll(string key)
    {
        string[] given = [.. configuration.GetSection(Path(key)).AsEnumerable().Where(pair => pair.Value is { Length: > 0 }).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        _known.UnionWith(given);
        return given;
    }

    /// <summary>Whatever stands in the section and was never asked for: a misspelt setting would otherwise be ignored in silence.</summary>
    public void ReportUnknown()
    {
        foreach (var (path, value) in configuration.GetSection(Section).AsEnumerable())
        {
            if (value is not null && !_known.Contains(path))
                Mistakes.Add($"{path} is no setting of this program.");
        }
    }

    private static string Path(string key) => $"{Section}:{key}";

    private string? Raw(string key)
    {
        _known.Add(Path(key));
        return configuration[Path(key)] is { Length: > 0 } text ? text : null;
    }

    private T Parse<T>(string key, T otherwise, Func<string, T?> parse, string expected)
        where T : struct
    {
        if (Raw(key) is not { } text)
            return otherwise;
        if (parse(text) is { } value)
            return value;
        Mistakes.Add($"{Path(key)} is \"{text}\"; it must be {expected}.");
        return otherwise;
    }
}
