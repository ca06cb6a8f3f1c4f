using System.Globalization;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>One account. Its row is written last, so there is no account by halves.</summary>
internal sealed class AccountReader(BackupStores stores, Tally tally, ImportChoices choices)
{
    private readonly Dictionary<ScramHash, ScramKeysWire> _keys = [];
    private readonly SortedSet<string> _rooms = new(StringComparer.Ordinal);
    private readonly RoomIndex _index = new(stores, tally);
    private readonly Dictionary<Jid, Contact> _contacts = [];
    private int _roomBytes;
    private long _rosterVersion;
    private ArchivePreferencesState? _preferences;

    public async Task Read(Source user, Jid domain, CancellationToken cancellation)
    {
        if (!Jid.TryParse($"{user.Need("name")}@{domain}", out var account) || !AccountRules.IsAccount(account, domain))
        {
            tally.LeaveOut("account whose name is no localpart of an address");
            user.Pass();
            return;
        }

        var stored = await stores.Read<AccountState>(StoredStates.Account, StoredStates.AccountOf(account));
        if (stored.State!.IsLeaving)
        {
            tally.LeaveOut("account that is being removed here: start the server, let it finish, and import again");
            user.Pass();
            return;
        }

        if (stored.State.Exists && !choices.Overwrite)
        {
            await ReadKnown(user, account, cancellation);
            return;
        }

        // What an interrupted import has left, too.
        await stores.Archives.Delete(account, cancellation);
        var password = user["password"];
        foreach (var child in user.Children())
            await ReadPart(child, account, cancellation);
        ReadPassword(password, account, domain);
        if (_keys.Count == 0)
            await LeaveOut(account, cancellation);
        else
            await Store(account, stored);
    }

    /// <summary>It stays as it is, but rooms that come with this document have to hear of it when it is cancelled (XEP-0077 §3.2).</summary>
    private async Task ReadKnown(Source user, Jid account, CancellationToken cancellation)
    {
        foreach (var child in user.Children())
        {
            if (child.Is("room", Names.Own))
                await ReadPart(child, account, cancellation);
            else
                child.Pass();
        }

        await _index.Note(account, _rooms);
        tally.AddKnownAccount();
    }

    private async Task ReadPart(Source part, Jid account, CancellationToken cancellation)
    {
        switch (part.Name, part.Namespace)
        {
            case ("scram-credentials", Names.Scram):
                ReadKeys(part);
                break;
            case ("query", Names.Roster):
                ReadRoster(part);
                break;
            case ("room", Names.Own):
                ReadRoom(part);
                break;
            case ("prefs", Names.Mam):
                ReadPreferences(part);
                break;
            case ("archive", Names.Archive):
                await new ArchiveReader(stores, tally).Read(part, account, cancellation);
                break;
            default:
                tally.LeaveOut($"<{part.Name} xmlns='{part.Namespace}'/>");
                part.Pass();
                break;
        }
    }

    /// <summary>No more are kept than there could be a place for in the row, where each takes two quotes and a comma, too.</summary>
    private void ReadRoom(Source element)
    {
        if (Jid.TryParse(element.Need("jid"), out var room) && !_rooms.Contains(room.Bare.ToString()))
        {
            var address = room.Bare.ToString();
            if (_roomBytes + address.Length + 3 > StateSize.Most)
            {
                _index.LeaveOut(1);
            }
            else
            {
                _rooms.Add(address);
                _roomBytes += address.Length + 3;
            }
        }

        element.Pass();
    }

    private void ReadPreferences(Source element)
    {
        if (StoredPreferences.Number(element["default"]) is not { } number)
            throw element.Fault($"'{element["default"]}' is no default of archive preferences");
        var lists = new Dictionary<string, List<string>>(StringComparer.Ordinal) { ["always"] = [], ["never"] = [] };
        foreach (var list in element.Children())
        {
            var jids = lists.GetValueOrDefault(list.Name) ?? [];
            foreach (var jid in list.Children())
            {
                if (Jid.TryParse(jid.Text(), out var address) && jids.Count < ArchivePreferences.MostAddresses)
                    jids.Add(address.ToString());
            }
        }

        _preferences = new ArchivePreferencesState { Default = number, Always = [.. lists["always"]], Never = [.. lists["never"]] };
    }

    private void ReadKeys(Source element)
    {
        var mechanism = element.Need("mechanism");
        if (ScramCredentials.Read(element, mechanism) is { } keys)
            _keys[keys.Hash] = keys;
        else
            tally.LeaveOut($"credentials for {mechanism}");
    }

    /// <summary>A password that comes as it is makes keys for every mechanism, and goes before keys that come with it.</summary>
    private void ReadPassword(string? password, Jid account, Jid domain)
    {
        if (string.IsNullOrEmpty(password))
            return;
        if (ScramCredentials.ReadPassword(password) is { } written)
        {
            _keys[written.Hash] = written;
            return;
        }

        if (!Passwords.TryPrepare(password, out var prepared) || AccountRules.Judge(account, domain, prepared) is not null)
        {
            tally.LeaveOut("password that is none");
            return;
        }

        var credentials = Credentials.Derive(prepared, choices.Random);
        foreach (var keys in new[] { credentials.Sha1, credentials.Sha256 })
            _keys[keys.Hash] = new ScramKeysWire(keys.Hash, keys.Salt, keys.Iterations, keys.StoredKey, keys.ServerKey);
    }

    private void ReadRoster(Source query)
    {
        _rosterVersion = long.TryParse(query["ver"] ?? query["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        foreach (var child in query.Children())
        {
            if (!child.Is("item", Names.Roster))
            {
                tally.LeaveOut($"<{child.Name} xmlns='{child.Namespace}'/>");
                child.Pass();
                continue;
            }

            if (child["ask"] is not null || child["subscription"] is not (null or "none"))
                tally.LeaveOut("presence subscription of a contact");
            ReadContact(System.Text.Encoding.UTF8.GetBytes(child.Whole()));
        }
    }

    /// <summary>By the rules for what clients put into a roster.</summary>
    private void ReadContact(byte[] item)
    {
        var query = new Element("query", Ns.Roster).Add(Keep(Element.Parse(item)));
        if (_contacts.Count < RosterLimits.Contacts && RosterIntake.Read(new Stanza(StanzaKind.Iq, Payload.Of(query)) { Type = "set" }) is SetContact { Contact: var contact })
            _contacts[contact.Jid] = contact;
        else
            tally.LeaveOut("contact that a roster does not take");

        static Element Keep(Element item) => new Element("item", Ns.Roster).With("jid", item["jid"]).With("name", item["name"]).Add(item.ChildrenNamed("group", Ns.Roster));
    }

    /// <summary>Without keys there is no account. Ours may know the rooms of an account that is yet to be made.</summary>
    private async Task LeaveOut(Jid account, CancellationToken cancellation)
    {
        await stores.Archives.Delete(account, cancellation);
        if (_rooms.Count == 0)
        {
            tally.LeaveOut("account without a password or keys that can be used");
            return;
        }

        await _index.Note(account, _rooms);
    }

    private async Task Store(Jid account, GrainState<AccountState> stored)
    {
        if (!_keys.ContainsKey(ScramHash.Sha256))
            tally.Note("account with keys for SCRAM-SHA-1 alone: it can't log in by SCRAM-SHA-256 until its password is changed");
        var user = await stores.Read<UserState>(StoredStates.User, StoredStates.UserOf(account));
        ContactState[] given = [.. _contacts.Values.Select(contact => new ContactState { Jid = contact.Jid.ToString(), Name = contact.Name, Groups = [.. contact.Groups] })];
        var row = (user.State! with { Contacts = [] }).With(_preferences, tally).With(given, tally);
        var contacts = row.Contacts.Length;
        if (contacts > 0 || _rosterVersion > 0 || _preferences is not null || user.RecordExists)
        {
            user.State = row with { RosterVersion = Math.Max(_rosterVersion, contacts > 0 ? 1 : 0) };
            await stores.Write(StoredStates.User, StoredStates.UserOf(account), user);
        }

        stored.State = _index.With(stored.State! with { Keys = [.. _keys.Values.OrderBy(keys => keys.Hash)] }, _rooms);
        await stores.Write(StoredStates.Account, StoredStates.AccountOf(account), stored);
        tally.AddAccount(contacts);
    }
}
