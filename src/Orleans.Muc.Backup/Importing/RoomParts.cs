using System.Globalization;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>Parts of a room from their elements; each leaves its element at the end.</summary>
internal static class RoomParts
{
    /// <summary>Characters of the id of a hat, as <see cref="Rooms.Hat"/> has them.</summary>
    private const int LongestHatId = 16;

    public static HeadSubject Subject(Source element)
    {
        var subject = new HeadSubject
        {
            By = element.Need("by"),
            StanzaId = element.Id("id").Value,
            At = element.Time("at"),
            OccupantId = element["occupant-id"],
            Session = element.Need("session"),
            Counter = element.Number("counter"),
            Text = element["text"],
        };
        foreach (var message in element.Children())
            subject.Xml = StanzaXml.Inside(message.Whole());
        return subject;
    }

    public static HeadTombstone Tombstone(Source element)
    {
        var tombstone = new HeadTombstone
        {
            By = element.Address("by").ToString(),
            Until = element.Time("until"),
            Alternate = element["alternate"] is null ? null : element.Address("alternate").ToString(),
            Reason = element["reason"],
        };
        element.Pass();
        return tombstone;
    }

    /// <summary>Its texts are as long as a room's own may be.</summary>
    public static HeadHat Hat(Source element)
    {
        var hat = new HeadHat
        {
            Id = Bounded("id", element.Need("id"), LongestHatId)!,
            Uri = Bounded("uri", element.Need("uri"), Rooms.Hat.LongestUri)!,
            Title = Bounded("title", element.Need("title"), Rooms.Hat.LongestTitle)!,
            Hue = Bounded("hue", element["hue"], Rooms.Hat.LongestHue),
            Lang = Bounded("lang", element["lang"], Rooms.Hat.LongestLang),
        };
        element.Pass();
        return hat;

        string? Bounded(string name, string? text, int most) =>
            text is null || text.Length <= most ? text : throw element.Fault($"the {name} of a hat has more than {most} characters");
    }

    public static MemberRow Member(Source element)
    {
        var member = new MemberRow(element.Address("jid"), element.Affiliation(), element["nick"], element["reason"])
        {
            LastShown = element["last-shown"] is null ? null : element.Id("last-shown"),
            Hats = element["hats"],
        };
        element.Pass();
        return member;
    }

    public static PastAffiliationRow Past(Source element)
    {
        var past = new PastAffiliationRow(element.Number("version"), element.Address("jid"), element.Affiliation());
        element.Pass();
        return past;
    }

    public static LogRecord Record(Source element, bool withText)
    {
        if (!element.Is("result", Names.Mam))
            throw element.Fault($"<{element.Name}/> stands where a message belongs");
        var (id, served) = (element.Id("id"), element.Own("served") is null);
        var nick = element.Own("nick") ?? throw element.Fault("a message has no nick");
        var (session, counter) = (element.Own("session") ?? "", element.Own("counter"));
        if (!Jid.TryParse(element.Own("sender"), out var sender) || !long.TryParse(counter, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw element.Fault("a message has no sender or no counter");
        var result = ArchivedResult.Read(element);
        var (head, tail) = StanzaXml.Cut(result.Xml ?? throw element.Fault($"the message {id.Value} has no stanza"));
        return new LogRecord(id, nick, sender, session, number, served, head, tail) { Text = withText && served ? result.Text() : null };
    }

    public static DateTimeOffset Time(this Source element, string attribute) =>
        DateTimeOffset.TryParse(element.Need(attribute), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw element.Fault($"'{element[attribute]}' is no time");

    public static byte[] Bytes(this Source element, string attribute)
    {
        try
        {
            return Convert.FromBase64String(element.Need(attribute));
        }
        catch (FormatException fault)
        {
            throw element.Fault($"{attribute} is no base64", fault);
        }
    }

    private static Jid Address(this Source element, string attribute) =>
        Jid.TryParse(element.Need(attribute), out var jid) ? jid : throw element.Fault($"'{element[attribute]}' is no address");

    private static StanzaId Id(this Source element, string attribute) =>
        StanzaId.TryParse(element.Need(attribute), out var id) ? id : throw element.Fault($"'{element[attribute]}' is no id of a message");

    private static long Number(this Source element, string attribute) =>
        long.TryParse(element.Need(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw element.Fault($"'{element[attribute]}' is no number");

    private static int Affiliation(this Source element) =>
        AffiliationNames.Find(element.Need("affiliation")) ?? throw element.Fault($"'{element["affiliation"]}' is no affiliation");
}
