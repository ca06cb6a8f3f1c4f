using Orleans.Muc.Grains;
using Orleans.Muc.Grains.Directory;
using Orleans.Muc.Grains.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>The service's list of rooms. Rooms tell it of themselves when they wake, which those that nobody enters do not.</summary>
internal sealed class RoomShelves(BackupStores stores, Jid service)
{
    /// <summary>Rooms between two writes.</summary>
    private const int Portion = 1000;

    private readonly DirectoryShelves _shelves = new(stores.States, StoredStates.DirectoryOf(service));
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

    public Task Write() => _isRead ? _shelves.Write() : Task.CompletedTask;
}
