using System.Reflection;
using System.Text;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Every restriction has a document that System.Xml accepts and the reader refuses for that reason only, and one beside it that both accept.</summary>
public sealed class RestrictionTests
{
    private const string Opening = "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client'>";
    private const string Closing = "</s:stream>";

    private static readonly Dictionary<string, (string Refused, string Accepted)> Examples = new()
    {
        [nameof(Restriction.Comment)] = Inside("<a><!-- --></a>", "<a>&lt;!-- --></a>"),
        [nameof(Restriction.ProcessingInstruction)] = Inside("<a><?b?></a>", "<a>?</a>"),
        [nameof(Restriction.DocumentType)] = ("<!DOCTYPE a>" + Opening + Closing, "\n" + Opening + Closing),
        [nameof(Restriction.VersionNumber)] = ("<?xml version='1.0/'?>" + Opening + Closing, "<?xml version=\"1.0\" ?>" + Opening + Closing),
        [nameof(Restriction.Version)] = ("<?xml version='1.00'?>" + Opening + Closing, "<?xml version='1.0'?>" + Opening + Closing),
        [nameof(Restriction.Encoding)] = ("<?xml version='1.0' encoding='US-ASCII'?>" + Opening + Closing, "<?xml version='1.0' encoding='utf-8'?>" + Opening + Closing),
        [nameof(Restriction.RootNamespace)] = ("<stream xmlns='jabber:client'/>", "<stream xmlns='http://etherx.jabber.org/streams'/>"),
        [nameof(Restriction.RootName)] = ("<steam xmlns='http://etherx.jabber.org/streams'/>", "<s:stream xmlns:s='http://etherx.jabber.org/streams'/>"),
        [nameof(Restriction.TextBetween)] = Inside("<a/>&#32;<a/>", "<a/> \r\n\t<a/>"),
        [nameof(Restriction.CDataBetween)] = Inside("<a/><![CDATA[]]>", "<a><![CDATA[]]></a>"),
        [nameof(Restriction.XmlnsElement)] = Inside("<xmlns:a/>", "<xmlns/>"),
        [nameof(Restriction.LongReference)] = Inside($"<a>&#{new string('0', 60)}65;</a>", $"<a>&#{new string('0', 59)}65;</a>"),
        [nameof(Restriction.LongDeclaration)] = (Declaration(257) + Opening + Closing, Declaration(256) + Opening + Closing),
        [nameof(Restriction.LongName)] = Inside($"<a {Long('n', 257)}=''/>", $"<a {Long('n', 256)}=''/>"),
        [nameof(Restriction.LongAttribute)] = Inside($"<a n='{Long('v', 3_001)}'/>", $"<a n='{Long('v', 3_000)}'/>"),
        [nameof(Restriction.ManyAttributes)] = Inside($"<a {Attributes(17)}/>", $"<a {Attributes(16)}/>"),
        [nameof(Restriction.Deep)] = Inside($"{Times("<a>", 12)}<a/>{Times("</a>", 12)}", $"{Times("<a>", 11)}<a/>{Times("</a>", 11)}"),
        [nameof(Restriction.ManyElements)] = Inside($"<a>{Times("<b/>", 200)}</a>", $"<a>{Times("<b/>", 199)}</a>"),
        [nameof(Restriction.LongStanza)] = Inside($"<a>{Long('t', 5_994)}</a>", $"<a>{Long('t', 5_993)}</a>"),
    };

    public static TheoryData<string> Names => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Restriction_is_what_parts_the_reader_from_System_Xml(string name)
    {
        var restriction = (Restriction)typeof(Restriction).GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        var (refused, accepted) = (Encoding.UTF8.GetBytes(Examples[name].Refused), Encoding.UTF8.GetBytes(Examples[name].Accepted));
        var xml = XmlReading.Of(refused);
        Assert.Null(xml.Error);
        Assert.Equal([restriction], xml.Violations.Concat(xml.RawViolations).Select(found => found.Restriction).Where(found => found != Restriction.LongRelayed).Distinct());
        Assert.Equal(restriction.Condition, OurReading.Of(refused).Condition);
        Assert.Equal(Outcome.Accepted, OurReading.Of(accepted).Outcome);
        Assert.Null(ReaderFuzz.Complaint(refused));
        Assert.Null(ReaderFuzz.Complaint(accepted));
    }

    /// <summary>One long declaration around many children would become many long declarations.</summary>
    [Fact]
    public void Stanza_that_grows_beyond_the_budget_when_relayed_is_refused()
    {
        var children = Times("<p:a/>", 5);
        var document = Encoding.UTF8.GetBytes($"{Opening}<message xmlns:p='{Long('u', 2_000)}'>{children}</message>{Closing}");
        Assert.Equal(Restriction.LongRelayed.Condition, OurReading.Of(document).Condition);
        Assert.Contains(new Violation(Restriction.LongRelayed, 1), XmlReading.Of(document).RawViolations);
        Assert.Null(ReaderFuzz.Complaint(document));
    }

    private static (string Refused, string Accepted) Inside(string refused, string accepted) => (Opening + refused + Closing, Opening + accepted + Closing);

    // So many bytes before its last two.
    private static string Declaration(int bytes) => $"<?xml version='1.0'{new string(' ', bytes - "<?xml version='1.0'".Length)}?>";

    private static string Long(char c, int times) => new(c, times);

    private static string Attributes(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"a{i}=''")));

    private static string Times(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
