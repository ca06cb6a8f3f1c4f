using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>
/// Compares what came with what a script expects. An element in jabber:client matches when the listed attributes and children
/// are there, in any order and among others; an element in any other namespace only when attributes, children and their order are
/// the same. <c>scansion:strict</c> overrides this for the one element that has it. Text counts when the script gives some.
/// <c>{scansion:any}</c> stands for any value, <c>{scansion:capture:NAME}</c> also keeps it.
/// </summary>
public static partial class StanzaMatcher
{
    private const string Any = "{scansion:any}";

    /// <summary>Null when <paramref name="got"/> satisfies <paramref name="want"/>, otherwise a sentence that says where it does not.</summary>
    /// <param name="want">The pattern of the script.</param>
    /// <param name="got">The element to judge.</param>
    /// <param name="captures">Receives the captured values; meaningful only when the answer is null.</param>
    public static string? Mismatch(XElement want, XElement got, IDictionary<string, string> captures) => Mismatch(want, got, captures, "");

    private static string? Mismatch(XElement want, XElement got, IDictionary<string, string> captures, string parent)
    {
        var path = $"{parent}/{Short(want.Name)}";
        if (want.Name != got.Name)
            return $"{path}: got element <{Short(got.Name)}>";
        var strict = IsStrict(want);
        return MismatchOfAttributes(want, got, strict, captures, path)
            ?? MismatchOfText(want, got, captures, path)
            ?? (strict ? MismatchOfAllChildren(want, got, captures, path) : MismatchOfListedChildren(want, got, captures, path));
    }

    private static string? MismatchOfAttributes(XElement want, XElement got, bool strict, IDictionary<string, string> captures, string path)
    {
        foreach (var attribute in Compared(want))
        {
            var value = got.Attribute(attribute.Name)?.Value;
            if (value is null)
                return $"{path}: attribute {Short(attribute.Name)}='{attribute.Value}' missing";
            if (!ValueMatches(attribute.Value, value, captures))
                return $"{path}: attribute {Short(attribute.Name)} is '{value}', expected '{attribute.Value}'";
        }
        var surplus = strict ? Compared(got).FirstOrDefault(attribute => want.Attribute(attribute.Name) is null) : null;
        return surplus is null ? null : $"{path}: unexpected attribute {Short(surplus.Name)}='{surplus.Value}' (strict)";
    }

    private static string? MismatchOfText(XElement want, XElement got, IDictionary<string, string> captures, string path)
    {
        var (wanted, found) = (TextOf(want), TextOf(got));
        return wanted.Length == 0 || ValueMatches(wanted, found, captures) || wanted.Trim() == found.Trim()
            ? null
            : $"{path}: text is '{found}', expected '{wanted}'";
    }

    private static string? MismatchOfAllChildren(XElement want, XElement got, IDictionary<string, string> captures, string path)
    {
        var (wanted, found) = (want.Elements().ToList(), got.Elements().ToList());
        for (var i = 0; i < wanted.Count; i++)
        {
            if (i >= found.Count)
                return $"{path}: child {i + 1} <{Short(wanted[i].Name)}> missing (strict)";
            if (Mismatch(wanted[i], found[i], captures, path) is { } why)
                return found.Count > 1 || wanted[i].Name != found[i].Name ? $"{why} (child {i + 1} of a strict element)" : why;
        }
        return found.Count > wanted.Count ? $"{path}: unexpected child <{Short(found[wanted.Count].Name)}> (strict)" : null;
    }

    private static string? MismatchOfListedChildren(XElement want, XElement got, IDictionary<string, string> captures, string path)
    {
        var free = got.Elements().ToList();
        foreach (var wanted in want.Elements())
        {
            var why = $"{path}: child <{Short(wanted.Name)}> missing";
            var found = free.FindIndex(candidate =>
            {
                var mismatch = Mismatch(wanted, candidate, captures, path);
                if (mismatch is not null && candidate.Name == wanted.Name)
                    why = mismatch;
                return mismatch is null;
            });
            if (found < 0)
                return why;
            free.RemoveAt(found);
        }
        return null;
    }

    private static bool ValueMatches(string want, string got, IDictionary<string, string> captures)
    {
        if (want == Any)
            return true;
        var capture = Capture().Match(want);
        if (capture.Success)
            captures[capture.Groups[1].Value] = got;
        return capture.Success || want == got;
    }

    private static bool IsStrict(XElement element) => element.Attribute(ScansionNames.Strict) is { } mark
        ? mark.Value is "true" or "1"
        : element.Name.NamespaceName != ScansionNames.ClientNs;

    private static IEnumerable<XAttribute> Compared(XElement element) =>
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name != ScansionNames.Strict);

    private static string TextOf(XElement element)
    {
        var text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value));
        return string.IsNullOrWhiteSpace(text) ? "" : text;
    }

    private static string Short(XName name) =>
        name.NamespaceName is "" or ScansionNames.ClientNs ? name.LocalName : $"{name.LocalName}[{name.NamespaceName}]";

    [GeneratedRegex(@"^\{scansion:capture:([^}]+)\}$")]
    private static partial Regex Capture();
}
