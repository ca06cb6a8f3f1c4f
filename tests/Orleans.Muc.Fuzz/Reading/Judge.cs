using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Reading;

/// <summary>Compares what the reader and System.Xml make of one document.</summary>
internal static class Judge
{
    /// <summary>What is wrong with the reader's verdict; null when nothing is.</summary>
    public static string? Complaint(byte[] document)
    {
        var ours = OurReading.Of(document);
        var xml = XmlReading.Of(document);
        return Verdict(ours, xml) ?? Items(ours, xml);
    }

    private static string? Verdict(OurReading ours, XmlReading xml)
    {
        var raw = xml.RawViolations.Where(found => found.Restriction != Restriction.LongRelayed).ToList();
        var restricted = xml.Violations.Concat(raw).Select(found => found.Item).DefaultIfEmpty(int.MaxValue).Min();
        var broken = xml.Error is null ? int.MaxValue : xml.Complete;
        if (IsTooLongToRelay(ours, xml))
            return null;
        if (Math.Min(restricted, broken) == int.MaxValue)
            return ours.Outcome == Outcome.Accepted ? null : $"System.Xml accepts it, no restriction is broken, but the reader: {Shown(ours)}";
        var due = Math.Min(restricted, broken);
        if (ours.Outcome == Outcome.Accepted || ours.Items.Count != due)
            return $"{due} items are due before {Why(xml, due)}, but the reader: {Shown(ours)}";
        var mustRefuse = restricted < broken || xml.Violations.Any(found => found.Item == due);
        if (mustRefuse && ours.Outcome != Outcome.Refused)
            return $"it breaks {Why(xml, due)}, but the reader: {Shown(ours)}";
        // After the end of the stream all that is not white space is alike to the reader.
        if (ours.Items is [.., StreamItem.Closed])
            return null;
        var only = xml.Violations.Concat(raw).Where(found => found.Item == due).Select(found => found.Restriction.Condition).Distinct().ToList();
        return due < broken && only.Count == 1 && only[0] != ours.Condition ? $"{Why(xml, due)} deserves {only[0]}, but the reader: {Shown(ours)}" : null;
    }

    private static bool IsTooLongToRelay(OurReading ours, XmlReading xml) =>
        ours.Outcome == Outcome.Refused
        && ours.Condition == Restriction.LongRelayed.Condition
        && xml.RawViolations.Contains(new Violation(Restriction.LongRelayed, ours.Items.Count));

    private static string? Items(OurReading ours, XmlReading xml)
    {
        for (var i = 0; i < ours.Items.Count; i++)
        {
            var complaint = ours.Items[i] switch
            {
                StreamItem.Opened opened => Opening(opened, xml.Items[i]),
                Stanza stanza => Relaying.Complaint(stanza, xml.Items[i], ((StreamItem.Opened)ours.Items[0]).Lang),
                StreamItem.ElementItem element => Tree(element.Element, xml.Items[i]),
                _ => xml.Items.Count == i ? null : "the stream has more elements",
            };
            if (complaint is not null)
                return $"item {i}: {complaint}";
        }

        return null;
    }

    private static string? Opening(StreamItem.Opened opened, Infoset root) =>
        opened.To == root["to"] && opened.From == root["from"] && opened.Version == root["version"] && opened.Id == root["id"] && opened.Lang == root["lang", Ns.Xml]
            ? null
            : $"the opening is {opened}, but {Visible(root.ToString())}";

    private static string? Tree(Element element, Infoset original)
    {
        if (Relaying.IsStanza(original))
            return "a stanza is read as another element";
        return Relaying.Difference("the element", Infoset.Of(element).ToString(), original) ?? Relaying.Same("the element written again", element.ToUtf8(Ns.Client), original);
    }

    private static string Why(XmlReading xml, int due)
    {
        var causes = xml.Violations.Concat(xml.RawViolations).Where(found => found.Item == due).Select(found => found.Restriction.ToString());
        return string.Join(", ", xml.Error is not null && xml.Complete == due ? causes.Append($"\"{xml.Error}\"") : causes);
    }

    private static string Shown(OurReading ours) => $"{ours.Outcome} {ours.Condition} after {ours.Items.Count} items. {ours.Why}";

    private static string Visible(string infoset) => infoset.Replace('\u0001', '‹').Replace('\u0002', '›');
}
