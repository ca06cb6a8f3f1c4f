using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Muc.Testing;

/// <summary>
/// Reads the script language. A header of <c>[Client] Name</c> sections with indented settings ends at a line of dashes;
/// then each unindented line is an action and the indented lines below it are its block. Lines beginning with
/// <c>#</c>, <c>//</c> or <c>--</c> are comments; blank lines mean nothing.
/// </summary>
public sealed partial class ScriptParser
{
    private readonly string _path;
    private readonly List<ClientSettings> _clients = [];
    private readonly List<Step> _steps = [];
    private readonly List<string> _block = [];
    private string _title = "";
    private bool _inHeader = true;

    private ScriptParser(string path) => _path = path;

    /// <summary>Reads a script file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="domains">Domains to replace in the text, such as localhost by example.org; subdomains follow.</param>
    /// <exception cref="ScenarioException">A line cannot be read.</exception>
    public static Script ParseFile(string path, IReadOnlyDictionary<string, string>? domains = null) => Parse(File.ReadAllText(path), path, domains);

    /// <summary>Reads a script from its text; see <see cref="ParseFile"/>.</summary>
    public static Script Parse(string text, string path = "(text)", IReadOnlyDictionary<string, string>? domains = null)
    {
        var parser = new ScriptParser(path);
        parser.Read(MapDomains(text, domains));
        return new Script(path, parser._title, parser._clients, parser._steps);
    }

    private static string MapDomains(string text, IReadOnlyDictionary<string, string>? domains)
    {
        if (domains is null || domains.Count == 0)
            return text;
        var names = domains.Keys.OrderByDescending(name => name.Length).Select(Regex.Escape);
        return Regex.Replace(text, $@"(?<![\w-])(?:{string.Join('|', names)})(?![\w-])", match => domains[match.Value]);
    }

    private void Read(string text)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (line[0] is ' ' or '\t')
                ReadIndented(line, number);
            else if (_inHeader && Divider().IsMatch(line))
                _inHeader = false;
            else if (line[0] == '#')
                _title = _title.Length > 0 ? _title : line[1..].Trim();
            else if (line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("--", StringComparison.Ordinal))
                continue;
            else if (_inHeader)
                ReadSection(line, number);
            else
                ReadAction(line, number);
        }
        CloseBlock();
    }

    private void ReadIndented(string line, int number)
    {
        if (_inHeader && _clients.Count > 0)
            _clients[^1] = ReadSetting(_clients[^1], line, number);
        else if (!_inHeader && _steps.Count > 0)
            _block.Add(line);
        else if (!line.TrimStart().StartsWith('#'))
            throw Error(number, "indented text outside a block");
    }

    private void ReadSection(string line, int number)
    {
        var match = Section().Match(line);
        if (!match.Success)
            throw Error(number, $"cannot read: {line}");
        if (match.Groups[1].Value != "Client")
            throw Error(number, $"there is no kind of character called [{match.Groups[1].Value}]");
        _clients.Add(new ClientSettings(match.Groups[2].Value));
    }

    private ClientSettings ReadSetting(ClientSettings client, string line, int number)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            throw Error(number, "expected \"name: value\"");
        var value = line[(colon + 1)..].Trim();
        return line[..colon].Trim() switch
        {
            "jid" => WithJid(client, value),
            "password" => client with { Password = value },
            "resource" => client with { Resource = client.Resource ?? value },
            "host" or "connect_host" => client with { Host = value },
            "port" or "connect_port" => client with { Port = int.Parse(value, CultureInfo.InvariantCulture) },
            "mechanism" => client with { Mechanism = value },
            "starttls" => client with { StartTls = value == "require" ? StartTls.Require : StartTls.Auto },
            _ => client,
        };
    }

    private static ClientSettings WithJid(ClientSettings client, string jid)
    {
        var slash = jid.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? client with { BareJid = jid } : client with { BareJid = jid[..slash], Resource = jid[(slash + 1)..] };
    }

    private void ReadAction(string line, int number)
    {
        CloseBlock();
        foreach (var name in _clients.Select(client => client.Name).OrderByDescending(name => name.Length))
        {
            if (!line.StartsWith(name + " ", StringComparison.Ordinal))
                continue;
            var match = Action().Match(line[name.Length..].Trim());
            if (match.Success && Enum.TryParse<Verb>(match.Groups[1].Value, ignoreCase: true, out var verb))
            {
                _steps.Add(new Step(number, name, verb, ""));
                if (match.Groups[2].Length > 0)
                    _block.Add(match.Groups[2].Value);
                return;
            }
        }
        throw Error(number, $"cannot read: {line}");
    }

    private void CloseBlock()
    {
        if (_block.Count > 0)
            _steps[^1] = _steps[^1] with { Text = string.Join('\n', _block) };
        _block.Clear();
    }

    private ScenarioException Error(int line, string reason) => new($"{System.IO.Path.GetFileName(_path)}:{line}: {reason}");

    [GeneratedRegex(@"^-{3,}\s*$")]
    private static partial Regex Divider();

    [GeneratedRegex(@"^\[(\w+)\]\s*(.+?)\s*$")]
    private static partial Regex Section();

    [GeneratedRegex(@"^(\w+)\s*:?\s*(.*)$")]
    private static partial Regex Action();
}
