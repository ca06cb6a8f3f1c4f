using System.Xml;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Grains;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Exporting;

/// <summary>
/// Writes everything that a storage holds, but accounts that are being removed, as one document of XEP-0227, with the rooms beside the accounts. Only addresses, the rows of one account or
/// one room, and a page of messages are in memory at a time. Two storages that hold the same make the same document.
/// </summary>
public sealed class Exporter(BackupStores stores, MucIdentity identity, Tally tally)
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new System.Text.UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize, CloseOutput = false };

    /// <summary>Writes the document; the target is left open.</summary>
    public async Task Write(Stream target, CancellationToken cancellation)
    {
        using var xml = XmlWriter.Create(target, Settings);
        xml.WriteStartDocument();
        xml.Line();
        xml.WriteStartElement("server-data", Names.Pie);
        xml.Line();
        var accounts = new AccountWriter(stores, tally);
        await Hosts(xml, identity.Domain, await Keys(StoredStates.Account, cancellation), account => accounts.Write(xml, account, cancellation));
        // After the accounts, since those that are being removed are known then.
        var rooms = new RoomWriter(stores, tally, new LeavingMembers(accounts.Leaving, tally));
        await Hosts(xml, identity.Service, await Keys(StoredStates.Room, cancellation), room => rooms.Write(xml, room, cancellation));
        xml.WriteEndElement();
        xml.Line();
    }

    /// <summary>One element for each domain there is, and for that of the server even if it is empty.</summary>
    private static async Task Hosts(XmlWriter xml, Jid own, IReadOnlyList<Jid> addresses, Func<Jid, Task> write)
    {
        var hosts = addresses.GroupBy(address => address.Domainpart).ToDictionary(host => host.Key, StringComparer.Ordinal);
        foreach (var host in hosts.Keys.Append(own.Domainpart).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            xml.WriteStartElement("host", Names.Pie);
            xml.WriteAttributeString("jid", host);
            xml.Line();
            foreach (var address in hosts.GetValueOrDefault(host)?.AsEnumerable() ?? [])
                await write(address);
            xml.WriteEndElement();
            xml.Line();
        }
    }

    private async Task<IReadOnlyList<Jid>> Keys(string state, CancellationToken cancellation)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var key in stores.Catalogue.Keys(state, cancellation))
            keys.Add(key);
        return [.. keys.Select(Jid.Parse)];
    }
}
