using System.Text.RegularExpressions;

namespace Orleans.Muc.Architecture.Tests;

/// <summary>What may get into the log: sentences that are declared, with addresses, names of things, counts and faults in them. Never what people write, passwords or keys.</summary>
public sealed partial class LogTests
{
    /// <summary>Kinds of which no value is a secret. A stanza, an element, bytes, options and settings are not among them.</summary>
    private static readonly HashSet<string> Kinds =
        ["ILogger", "Exception", "Jid", "int", "long", "EndPoint", "SocketError", "GatewayTransport", "SiloAddress", "DateTime"];

    /// <summary>Texts can be anything, so each of them is here by its name and what it is.</summary>
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["connection"] = "the key of a connection grain, or the number of a socket",
        ["service"] = "the domain of rooms",
        ["room"] = "the address of a room",
        ["silos"] = "addresses of silos",
        ["account"] = "the address of an account",
        ["thumbprint"] = "the hash of a certificate, which everybody sees who connects",
        ["fault"] = "a sentence about a certificate's files, without what is in them",
        ["warning"] = "a sentence about a certificate's name or time",
        ["line"] = "a line of the greeting",
        ["mistake"] = "a sentence about a setting, without its value",
        ["source"] = "the name of an event source of OpenTelemetry",
        ["trouble"] = "the name of an event of it",
    };

    [Fact]
    public void A_sentence_of_the_log_takes_nothing_that_may_be_secret()
    {
        var declared = SourceFiles.Under("src").SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(match => (File: file, Declared: match))).ToList();
        Assert.True(declared.Count > 30, $"Only {declared.Count} sentences were found.");
        Findings.None(from sentence in declared
                      from parameter in sentence.Declared.Groups["parameters"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                      let parts = parameter.Replace("this ", "", StringComparison.Ordinal).Split(' ')
                      let kind = parts[0].TrimEnd('?').Split('.')[^1].Split('<')[0]
                      where !Kinds.Contains(kind) && !(kind == "string" && Texts.ContainsKey(parts[^1]))
                      select $"{SourceFiles.Name(sentence.File)}: {sentence.Declared.Groups["name"].Value} takes {parameter}");
    }

    [Fact]
    public void Nothing_is_logged_but_by_a_declared_sentence() => Findings.None(SourceFiles.Places(Loose(), "src"));

    [Fact]
    public void Nobody_but_the_program_itself_writes_to_the_console() =>
        Findings.None(SourceFiles.Places(ToConsole(), "src").Where(place => !place.StartsWith("src/Orleans.Muc.Host/", StringComparison.Ordinal)));

    /// <summary>A record that is put into a sentence, or into a fault's, tells all it has, unless it says otherwise.</summary>
    [Fact]
    public void A_record_with_a_password_in_it_does_not_tell_it()
    {
        var records = from file in SourceFiles.Under("src")
                      let code = SourceFiles.Code(file)
                      from match in Record().Matches(code)
                      where Password().IsMatch(match.Value)
                      select (Place: $"{SourceFiles.Name(file)}: {match.Groups["name"].Value}", Code: match.Value);
        var found = records.ToList();
        Assert.True(found.Count >= 6, $"Only {found.Count} records with a password were found.");
        Findings.None(found.Where(record => !record.Code.Contains("override string ToString()", StringComparison.Ordinal) && !record.Code.Contains("bool PrintMembers(", StringComparison.Ordinal)).Select(record => record.Place));
    }

    [GeneratedRegex(@"\[LoggerMessage\((?:[^""\]]|""(?:[^""\\]|\\.)*"")*\)\]\s*(?:(?:public|internal|private|static|partial)\s+)+void\s+(?<name>\w+)\((?<parameters>[^)]*)\)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\.\s*(Log(Trace|Debug|Information|Warning|Error|Critical)|BeginScope)\s*(<\w+>\s*)?\(|\.\s*Log\s*(<\w+>\s*)?\(\s*LogLevel\b")]
    private static partial Regex Loose();

    [GeneratedRegex(@"\bConsole\s*\.\s*(Out|Error|Write|WriteLine)\b|\b(Debug|Trace)\s*\.\s*Write")]
    private static partial Regex ToConsole();

    /// <summary>A record's declaration, and its body up to the brace that ends it in the same column.</summary>
    [GeneratedRegex(@"^(?<indent>[ ]*)(?:(?:public|internal|private|sealed|abstract|readonly)[ ]+)*record[ ]+(?:struct[ ]+)?(?<name>\w+)[^{;]*(?:;|\{[\s\S]*?^\k<indent>\})", RegexOptions.Multiline)]
    private static partial Regex Record();

    /// <summary>A member that holds one.</summary>
    [GeneratedRegex(@"\bstring\?? (?:[A-Z]\w*)?(Password|Secret|ConnectionString|Headers)(,|\)| = null| \{ get)")]
    private static partial Regex Password();
}
