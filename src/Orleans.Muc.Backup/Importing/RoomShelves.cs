using Orleans.Muc.Abstractions;
using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Directory;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>
/// What others hold of rooms: the service's list, and the rows of accounts. Rooms tell the list of themselves when they wake, which those that nobody enters do not, and accounts when something
/// changes.
/// </summary>
internal sealed class RoomShelves(BackupStores stores, MucIdentity identity, Tally tally)
{
    /// <summary>Rooms between two writes.</summary>
    private const int Portion = 1000;

    private readonly DirectoryShelves _shelves = new(stores.States, StoredStates.DirectoryOf(identity.Service));
    private readonly RoomIndex _index = new(stores, tally);
    private bool _isRead;
    private int _news;

    public async Task Put(Jid room, RoomHead head)
    {
        if (!_isRead)
            await _shelves.Read();
        _isRead = true;
        _shelves.Put(DirectoryEntries.Of(room, head));
        if (++_news % Portion == 0)
            await Write();
    }

    /// <summary>The room is told when the account of a member is cancelled (XEP-0077 §3.2); there need be no such account yet.</summary>
    public Task NoteMember(Jid room, Jid member) =>
        member.Localpart is not null && member.Domain == identity.Domain ? _index.Note(member.Bare, [room.ToString()]) : Task.CompletedTask;

    public Task Write() => _isRead ? _shelves.Write() : Task.CompletedTask;
}
