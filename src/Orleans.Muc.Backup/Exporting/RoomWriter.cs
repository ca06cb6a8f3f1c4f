using System.Globalization;
using System.Xml;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Exporting;

/// <summary>
/// One room, or what stands at the name of one that is gone. What belongs to a running server (epoch, gateways, number of lives) stays behind. The log is an archive as accounts have it
/// (XEP-0227 §4.11), each message with where it came from.
/// </summary>
internal sealed class RoomWriter(BackupStores stores, Tally tally, LeavingMembers leaving)
{
    private const int PageSize = 500;

    public async Task Write(XmlWriter xml, Jid room, CancellationToken cancellation)
    {
        var head = (await stores.Read<RoomHead>(StoredStates.Room, StoredStates.RoomOf(room))).State!;
        var exists = head.Status is HeadStatus.Locked or HeadStatus.Open;
        if (!exists && head.Tombstone is null)
            return;
        xml.WriteStartElement("room", Names.Own);
        xml.DeclarePrefix();
        xml.WriteAttributeString("name", room.Localpart);
        xml.WriteAttributeString("status", head.Status switch { HeadStatus.Open => "open", HeadStatus.Locked => "locked", _ => "destroyed" });
        if (exists)
            await Whole(xml, room, head, cancellation);
        else
            Tombstone(xml, head.Tombstone!);
        xml.End();
    }

    private static void Tombstone(XmlWriter xml, HeadTombstone tombstone)
    {
        xml.Line();
        xml.WriteStartElement("tombstone", Names.Own);
        xml.WriteAttributeString("by", tombstone.By);
        xml.Attribute("until", tombstone.Until);
        xml.Attribute("alternate", tombstone.Alternate);
        xml.Attribute("reason", tombstone.Reason);
        xml.End();
    }

    private async Task Whole(XmlWriter xml, Jid room, RoomHead head, CancellationToken cancellation)
    {
        xml.Attribute("created", head.CreatedAt);
        xml.WriteAttributeString("occupant-id-key", Convert.ToBase64String(head.OccupantIdKey));
        xml.Line();
        Configuration(xml, head);
        if (head.Subject is { } subject)
            Subject(xml, subject);
        foreach (var hat in head.Hats)
            Hat(xml, hat);
        var partition = new RoomPartition(room, head.Incarnation);

        // Under its own epoch, by which nothing changes.
        var rows = leaving.Without(head.WithIntent(await stores.Rooms.Open(partition, head.Epoch, 1, cancellation)));
        foreach (var member in rows.Members.OrderBy(member => member.Jid.ToString(), StringComparer.Ordinal))
            Member(xml, member);
        foreach (var past in rows.PastAffiliations.OrderBy(past => past.Version))
            Past(xml, past);
        if (rows.Card is { } card)
        {
            xml.WriteStartElement("card", Names.Own);
            StanzaXml.Write(xml, card);
            xml.End();
        }

        await Log(xml, partition, cancellation);
        tally.AddRoom(rows.Members.Count);
    }

    private static void Configuration(XmlWriter xml, RoomHead head)
    {
        xml.WriteStartElement("configuration", Names.Own);
        foreach (var (name, values) in head.Configuration.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            xml.WriteStartElement("field", Names.Own);
            xml.WriteAttributeString("var", name);
            foreach (var value in values)
                xml.WriteElementString("value", Names.Own, value);
            xml.WriteEndElement();
        }

        xml.End();
    }

    private static void Subject(XmlWriter xml, HeadSubject subject)
    {
        xml.WriteStartElement("subject", Names.Own);
        xml.WriteAttributeString("by", subject.By);
        xml.WriteAttributeString("id", subject.StanzaId);
        xml.Attribute("at", subject.At);
        xml.Attribute("occupant-id", subject.OccupantId);
        xml.WriteAttributeString("session", subject.Session);
        xml.Attribute("counter", subject.Counter);
        xml.Attribute("text", subject.Text);
        StanzaXml.Write(xml, "<message xmlns='jabber:client'>"u8.ToArray(), subject.Xml, "</message>"u8.ToArray());
        xml.End();
    }

    private static void Hat(XmlWriter xml, HeadHat hat)
    {
        xml.WriteStartElement("hat", Names.Own);
        xml.WriteAttributeString("id", hat.Id);
        xml.WriteAttributeString("uri", hat.Uri);
        xml.WriteAttributeString("title", hat.Title);
        xml.Attribute("hue", hat.Hue);
        xml.Attribute("lang", hat.Lang);
        xml.End();
    }

    private static void Member(XmlWriter xml, MemberRow member)
    {
        xml.WriteStartElement("member", Names.Own);
        xml.WriteAttributeString("jid", member.Jid.ToString());
        xml.WriteAttributeString("affiliation", AffiliationNames.Of(member.Affiliation));
        xml.Attribute("nick", member.ReservedNick);
        xml.Attribute("reason", member.Reason);
        xml.Attribute("last-shown", member.LastShown?.Value);
        xml.Attribute("hats", member.Hats);
        xml.End();
    }

    private static void Past(XmlWriter xml, PastAffiliationRow past)
    {
        xml.WriteStartElement("past-affiliation", Names.Own);
        xml.Attribute("version", past.Version);
        xml.WriteAttributeString("jid", past.Jid.ToString());
        xml.WriteAttributeString("affiliation", AffiliationNames.Of(past.Affiliation));
        xml.End();
    }

    private async Task Log(XmlWriter xml, RoomPartition partition, CancellationToken cancellation)
    {
        xml.WriteStartElement("archive", Names.Archive);
        xml.Line();
        LogRecord[] page = [];
        do
        {
            page = await stores.Rooms.ReadAfter(partition, page is [] ? null : page[^1].Id, PageSize, cancellation);
            // XEP-0334 §4: what is never shown, and gone after a day, does not become permanent by a backup.
            foreach (var record in page.Where(record => record.Served))
            {
                xml.Result(record.Id, result => Origin(result, record), (record.Head, record.Tail));
                tally.AddMessage();
            }
        }
        while (page.Length > 0);
        xml.End();
    }

    private static void Origin(XmlWriter xml, LogRecord record)
    {
        xml.OwnAttribute("nick", record.Nick);
        xml.OwnAttribute("sender", record.Sender.ToString());
        xml.OwnAttribute("session", record.Session);
        xml.OwnAttribute("counter", record.Counter.ToString(CultureInfo.InvariantCulture));
    }
}
