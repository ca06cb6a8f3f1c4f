using System.Text;
using System.Xml;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Elements that stand alone, as they are stored and embedded: the same differences as in a stream, without those of streams.</summary>
public sealed class EmbeddedFuzz
{
    /// <summary>What is stored is read with this depth, whatever came by the wire.</summary>
    private const int MaxDepth = 260;

    [Fact]
    public void Element_alone_is_read_as_System_Xml_reads_it()
    {
        var accepted = 0;
        foreach (var number in FuzzRun.Cases(ordinary: 10_000, full: 100_000))
        {
            var dice = FuzzRun.Dice("embedded", number);
            var document = Encoding.UTF8.GetBytes(dice.Pick(Corpus.Gaps) + dice.Pick(Corpus.Stanzas) + dice.Pick(Corpus.Gaps));
            for (var i = dice.Few(5); i > 0; i--)
                document = Mutations.Any(document, dice);
            if (Complaint(document) is { } complaint)
            {
                var small = Shrinking.Smallest(document, shorter => Complaint(shorter) is not null);
                Assert.Fail($"{FuzzRun.Label(number)}\n{complaint}\n{Shrinking.Shown(document)}\nSmallest: {Complaint(small)}\n{Shrinking.Shown(small)}");
            }

            accepted += Ours(document, out _) is null ? 0 : 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FuzzRun.Seed}: {accepted} accepted");
    }

    private static string? Complaint(byte[] document)
    {
        try
        {
            var ours = Ours(document, out var why);
            var theirs = Theirs(document, out var error);
            if (ours is null)
                return theirs is null ? null : $"System.Xml accepts it, no restriction is broken, but: {why}";
            if (theirs is null)
                return $"it is accepted, but: {error}";
            return Relaying.Difference("the element", Infoset.Of(ours).ToString(), theirs) ?? Relaying.Same("the element written again", ours.ToUtf8(), theirs);
        }
        catch (Exception fault) when (fault is not XmlException)
        {
            return $"it throws {fault}";
        }
    }

    private static Element? Ours(byte[] document, out string why)
    {
        why = "";
        try
        {
            return Element.Parse(document);
        }
        catch (XmppXmlException refusal)
        {
            why = $"{refusal.Condition} {refusal.Message}";
            return null;
        }
    }

    /// <summary>The element, or null when System.Xml refuses the document or it breaks a restriction.</summary>
    private static Infoset? Theirs(byte[] document, out string error)
    {
        error = "";
        try
        {
            var text = XmlReading.StrictUtf8.GetString(document);
            using var reader = XmlReader.Create(new StringReader(text), XmlReading.Settings, XmlReading.Surroundings());
            Infoset? root = null;
            while (reader.Read())
                if (reader.NodeType == XmlNodeType.Element)
                    root = Infoset.Read(reader, RefuseRestricted);
                else
                    RefuseRestricted(reader);
            return new RawXml(text).Violations.Any(found => found.Restriction == Restriction.LongReference) ? throw new XmlException("long reference") : root;
        }
        catch (Exception refusal) when (refusal is XmlException or DecoderFallbackException)
        {
            error = refusal.Message;
            return null;
        }
    }

    private static void RefuseRestricted(XmlReader reader)
    {
        var isRestricted = reader.NodeType is XmlNodeType.Comment or XmlNodeType.ProcessingInstruction or XmlNodeType.DocumentType or XmlNodeType.XmlDeclaration
            || reader is { NodeType: XmlNodeType.Element, Prefix: "xmlns" }
            || reader.Depth >= MaxDepth;
        if (isRestricted)
            throw new XmlException($"XMPP forbids this {reader.NodeType}.");
    }
}
