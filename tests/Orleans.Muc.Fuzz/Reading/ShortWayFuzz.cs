using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>
/// The short way of the reader on usual stanzas, whole and mutated: what it takes, the scanner takes with the same result, and System.Xml finds
/// the same in it. Documents are not cut, so that each stanza is offered to the short way as it is.
/// </summary>
public sealed class ShortWayFuzz
{
    private const string Opening = "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client' xml:lang='en'>";

    private const string Closing = "</s:stream>";

    [Fact]
    public void Usual_stanzas_are_taken_and_near_misses_are_not()
    {
        Assert.All(UsualStanzas.Usual, xml => Assert.Equal(Utf8(xml).Length, Short([.. Utf8(xml), .. Utf8(Closing)], OurReading.Limits, out _)));
        Assert.All(UsualStanzas.NearMisses, xml => Assert.Equal(PlainTag.Declined, Short([.. Utf8(xml), .. Utf8(Closing)], OurReading.Limits, out _)));
        Assert.All([.. UsualStanzas.Usual, .. UsualStanzas.NearMisses], xml => Assert.Null(ReaderFuzz.Complaint(Utf8(Opening + xml + Closing))));
    }

    [Fact]
    public void What_the_short_way_takes_the_scanner_and_System_Xml_read_the_same()
    {
        var taken = 0;
        var cases = 0;
        foreach (var number in FuzzRun.Cases(ordinary: 20_000, full: 200_000))
        {
            var stanza = Make(FuzzRun.Dice("short", number));
            if (Complaint(stanza, number) is { } complaint)
            {
                var small = Shrinking.Smallest(stanza, shorter => Complaint(shorter, number) is not null);
                Assert.Fail($"{FuzzRun.Label(number)}\n{complaint}\n{Shrinking.Shown(stanza)}\nSmallest: {Complaint(small, number)}\n{Shrinking.Shown(small)}");
            }

            cases++;
            taken += Short(stanza, OurReading.Limits, out _) > 0 ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FuzzRun.Seed}: {taken} of {cases} taken");
        if (cases > 1)
            Assert.InRange(taken, cases / 5, cases * 4 / 5);
    }

    private static byte[] Make(Random dice)
    {
        var stanza = Utf8(dice.Pick(dice.OneIn(4) ? UsualStanzas.NearMisses : UsualStanzas.Usual));
        for (var i = dice.Few(5); i > 0; i--)
            stanza = Mutations.Any(stanza, dice);
        return stanza;
    }

    private static string? Complaint(byte[] stanza, int number) =>
        Difference([.. stanza, .. Utf8(Closing)], OurReading.Limits)
        ?? Difference(stanza, Narrow(new Random(number)))
        ?? ReaderFuzz.Complaint([.. Utf8(Opening), .. stanza, .. Utf8(Closing)]);

    /// <summary>Null when the scanner agrees, or when the short way says nothing.</summary>
    private static string? Difference(byte[] bytes, ReaderLimits limits)
    {
        if (bytes.Length == 0)
            return null;
        var length = Short(bytes, limits, out var taken);
        if (length < 0)
            return length == PlainTag.Incomplete ? Finished(bytes, limits) : null;
        try
        {
            var scan = new ElementScan();
            scan.Begin(limits, OuterScope.Client);
            if (!scan.Advance(bytes) || scan.Xml.Position != length)
                return $"the short way takes {length} bytes, the scanner {scan.Xml.Position}";
            var scanned = Described(scan.ToStanza(bytes, new StanzaSurroundings()));
            return taken == scanned ? null : $"the short way reads {taken}\nthe scanner {scanned}";
        }
        catch (XmppXmlException refusal)
        {
            return $"the short way takes it, but: {refusal.Condition} {refusal.Message}";
        }
    }

    /// <summary>Null when the scanner is neither done nor sure of a mistake, where the short way waits for more bytes.</summary>
    private static string? Finished(byte[] bytes, ReaderLimits limits)
    {
        try
        {
            var scan = new ElementScan();
            scan.Begin(limits, OuterScope.Client);
            return scan.Advance(bytes) ? "the short way waits for more, but the stanza is complete" : null;
        }
        catch (XmppXmlException refusal)
        {
            return $"the short way waits for more, but: {refusal.Condition} {refusal.Message}";
        }
    }

    private static int Short(byte[] bytes, ReaderLimits limits, out string stanza)
    {
        var plain = new PlainStanza(limits);
        var length = PlainScan.Read(bytes, inClientNamespace: true, ref plain);
        stanza = length > 0 ? Described(plain.ToStanza(bytes, new StanzaSurroundings())) : "";
        return length;
    }

    private static string Described(Stanza stanza) =>
        $"{stanza} {stanza.MalformedTo} {stanza.MalformedFrom} {string.Join(' ', stanza.Payload.Children.Select(child => $"{{{child.Namespace}}}{child.Name} {Encoding.UTF8.GetString(child.Xml.Span)}"))}";

    private static ReaderLimits Narrow(Random dice) => new()
    {
        MaxStanzaBytes = dice.Next(50, 500),
        MaxDepth = dice.Next(1, 6),
        MaxAttributes = dice.Next(1, 8),
        MaxAttributeBytes = dice.Next(5, 60),
        MaxNameBytes = dice.Next(3, 16),
        MaxElements = dice.Next(1, 10),
    };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
