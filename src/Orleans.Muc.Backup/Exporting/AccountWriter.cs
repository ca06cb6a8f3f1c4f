using System.Globalization;
using System.Xml;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Exporting;

/// <summary>One account: XEP-0227 §4.2, §4.3, §4.4 and §4.11, and which rooms say that it is registered with them.</summary>
internal sealed class AccountWriter(BackupStores stores, Tally tally)
{
    private const int PageSize = 500;

    private readonly HashSet<Jid> _leaving = [];

    /// <summary>Those that were not written because they are being removed.</summary>
    public IReadOnlySet<Jid> Leaving => _leaving;

    public async Task Write(XmlWriter xml, Jid account, CancellationToken cancellation)
    {
        var stored = (await stores.Read<AccountState>(StoredStates.Account, StoredStates.AccountOf(account))).State!;
        // Somebody has had it removed, and the server will finish that.
        if (stored.IsLeaving)
        {
            _leaving.Add(account);
            tally.LeaveOut("account that is being removed");
            return;
        }

        var user = (await stores.Read<UserState>(StoredStates.User, StoredStates.UserOf(account))).State!;
        xml.WriteStartElement("user", Names.Pie);
        xml.WriteAttributeString("name", account.Localpart);
        xml.Line();
        foreach (var keys in stored.Keys.OrderBy(keys => keys.Hash))
            Credentials(xml, keys);
        if (user.RosterVersion > 0)
            Roster(xml, user);
        if (user.Archive is { } preferences)
            Preferences(xml, preferences);
        foreach (var room in stored.Rooms.Order(StringComparer.Ordinal))
        {
            xml.WriteStartElement("room", Names.Own);
            xml.WriteAttributeString("jid", room);
            xml.End();
        }

        await Archive(xml, account, cancellation);
        xml.End();
        if (stored.Exists)
            tally.AddAccount(user.Contacts.Length);
    }

    private static void Credentials(XmlWriter xml, ScramKeysWire keys)
    {
        xml.WriteStartElement("scram-credentials", Names.Scram);
        xml.WriteAttributeString("mechanism", keys.Hash == ScramHash.Sha1 ? "SCRAM-SHA-1" : "SCRAM-SHA-256");
        xml.WriteElementString("iter-count", Names.Scram, keys.Iterations.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("salt", Names.Scram, Convert.ToBase64String(keys.Salt));
        xml.WriteElementString("server-key", Names.Scram, Convert.ToBase64String(keys.ServerKey));
        xml.WriteElementString("stored-key", Names.Scram, Convert.ToBase64String(keys.StoredKey));
        xml.End();
    }

    private static void Roster(XmlWriter xml, UserState user)
    {
        xml.WriteStartElement("query", Names.Roster);
        xml.Attribute("ver", user.RosterVersion);
        foreach (var contact in user.Contacts.OrderBy(contact => contact.Jid, StringComparer.Ordinal))
        {
            xml.WriteStartElement("item", Names.Roster);
            xml.WriteAttributeString("jid", contact.Jid);
            xml.Attribute("name", contact.Name);
            xml.WriteAttributeString("subscription", "none");
            foreach (var group in contact.Groups)
                xml.WriteElementString("group", Names.Roster, group);
            xml.WriteEndElement();
        }

        xml.End();
    }

    /// <summary>XEP-0441 §2.1, as an answer has them.</summary>
    private static void Preferences(XmlWriter xml, ArchivePreferencesState preferences)
    {
        xml.WriteStartElement("prefs", Names.Mam);
        xml.WriteAttributeString("default", StoredPreferences.Name(preferences.Default));
        foreach (var (list, jids) in new[] { ("always", preferences.Always), ("never", preferences.Never) })
        {
            xml.WriteStartElement(list, Names.Mam);
            foreach (var jid in jids.Order(StringComparer.Ordinal))
                xml.WriteElementString("jid", Names.Mam, jid);
            xml.WriteEndElement();
        }

        xml.End();
    }

    private async Task Archive(XmlWriter xml, Jid account, CancellationToken cancellation)
    {
        StanzaId? last = null;
        ArchivePage<ArchivedMessage> page;
        do
        {
            page = await stores.Archives.Query(account, new ArchiveQuery { After = last, Most = PageSize }, cancellation);
            if (page.Items.Count > 0 && last is null)
            {
                xml.WriteStartElement("archive", Names.Archive);
                xml.DeclarePrefix();
                xml.Line();
            }

            foreach (var message in page.Items)
            {
                xml.Result(message.Id, result => result.OwnAttribute("with", message.With.ToString()), (message.Head, message.Tail));
                tally.AddMessage();
                last = message.Id;
            }
        }
        while (!page.IsComplete && page.Items.Count > 0);
        if (last is not null)
            xml.End();
    }
}
