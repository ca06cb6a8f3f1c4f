using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>
/// A construct that System.Xml accepts and the reader must refuse. This list is the whole difference between the two: a document is
/// accepted by the reader exactly when System.Xml accepts it and it holds none of these.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="Source">Where it is forbidden.</param>
/// <param name="Condition">The stream error it deserves.</param>
internal sealed record Restriction(string Name, string Source, StreamErrorCondition Condition)
{
    public static readonly Restriction Comment = new("comment", "RFC 6120 §11.1", StreamErrorCondition.RestrictedXml);

    public static readonly Restriction ProcessingInstruction = new("processing instruction", "RFC 6120 §11.1", StreamErrorCondition.RestrictedXml);

    /// <summary>With it go all entities but the five predefined ones: without a DTD System.Xml knows no others either.</summary>
    public static readonly Restriction DocumentType = new("document type declaration", "RFC 6120 §11.1", StreamErrorCondition.RestrictedXml);

    /// <summary>System.Xml looks at the first three characters only.</summary>
    public static readonly Restriction VersionNumber = new("version that is no number", "XML 1.0 §2.8, VersionNum", StreamErrorCondition.NotWellFormed);

    /// <summary>Such as 1.00, for the same reason.</summary>
    public static readonly Restriction Version = new("version other than 1.0", "RFC 6120 §11.5", StreamErrorCondition.RestrictedXml);

    public static readonly Restriction Encoding = new("encoding other than UTF-8", "RFC 6120 §11.6", StreamErrorCondition.UnsupportedEncoding);

    /// <summary>System.Xml doesn't look at the name when the text is decoded already.</summary>
    public static readonly Restriction EncodingName = new("encoding whose name is none", "XML 1.0 §4.3.3, EncName", StreamErrorCondition.NotWellFormed);

    public static readonly Restriction RootNamespace = new("root outside of the stream namespace", "RFC 6120 §4.8.1", StreamErrorCondition.InvalidNamespace);

    public static readonly Restriction RootName = new("root that is no stream", "RFC 6120 §4.2", StreamErrorCondition.BadFormat);

    public static readonly Restriction TextBetween = new("text between stanzas", "RFC 6120 §4.9.3.1", StreamErrorCondition.BadFormat);

    /// <summary>Only white space may stand between stanzas (RFC 6120 §4.6.1), and a CDATA section is not that, even when it is empty.</summary>
    public static readonly Restriction CDataBetween = new("CDATA section between stanzas", "RFC 6120 §4.6.1", StreamErrorCondition.NotWellFormed);

    /// <summary>System.Xml forgets this constraint.</summary>
    public static readonly Restriction XmlnsElement = new("element with the prefix xmlns", "Namespaces in XML 1.0 §3", StreamErrorCondition.NotWellFormed);

    public static readonly Restriction LongReference = new("character reference of more than 64 bytes", "Decision", StreamErrorCondition.NotWellFormed);

    public static readonly Restriction LongDeclaration = new("XML declaration of more than 256 bytes before its end", "Decision", StreamErrorCondition.PolicyViolation);

    public static readonly Restriction LongName = new("name beyond the budget", "ReaderLimits.MaxNameBytes", StreamErrorCondition.PolicyViolation);

    public static readonly Restriction LongAttribute = new("attribute beyond the budget", "ReaderLimits.MaxAttributeBytes", StreamErrorCondition.PolicyViolation);

    public static readonly Restriction ManyAttributes = new("more attributes than the budget", "ReaderLimits.MaxAttributes", StreamErrorCondition.PolicyViolation);

    public static readonly Restriction Deep = new("deeper than the budget", "ReaderLimits.MaxDepth", StreamErrorCondition.PolicyViolation);

    public static readonly Restriction ManyElements = new("more elements than the budget", "ReaderLimits.MaxElements", StreamErrorCondition.PolicyViolation);

    public static readonly Restriction LongStanza = new("stanza beyond the budget", "ReaderLimits.MaxStanzaBytes, RFC 6120 §13.12", StreamErrorCondition.PolicyViolation);

    /// <summary>The same budget, once every child of the stanza carries the declarations it takes from its surroundings.</summary>
    public static readonly Restriction LongRelayed = new("stanza beyond the budget when relayed", "ReaderLimits.MaxStanzaBytes", StreamErrorCondition.PolicyViolation);

    public override string ToString() => $"{Name} ({Source})";
}

/// <summary>A restriction found in a document.</summary>
/// <param name="Restriction">Which.</param>
/// <param name="Item">How many items of the stream (opening, elements, closing) are complete before it.</param>
internal readonly record struct Violation(Restriction Restriction, int Item);
