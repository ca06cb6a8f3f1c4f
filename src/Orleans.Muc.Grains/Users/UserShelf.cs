using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Users;

namespace Orleans.Muc.Grains.Users;

/// <summary>What is stored of a user, as its grain reads it: nothing of it changes before it is stored.</summary>
internal sealed class UserShelf(IPersistentState<UserState> storage)
{
    public Roster Roster { get; private set; } = new();

    public ArchivePreferences Preferences { get; private set; } = ArchivePreferences.Initial;

    /// <summary>Keys of the connection grains that may have sessions of the account.</summary>
    public IReadOnlyList<string> Connections => storage.State.Connections;

    /// <summary>Takes what the storage had when the grain woke.</summary>
    public void Open()
    {
        Roster = RosterRows.Restore(storage.State);
        Preferences = PreferencesRow.Restore(storage.State);
    }

    /// <summary>False, with nothing changed, when the row would be larger than users may make it.</summary>
    public async Task<bool> Put(RosterEvent change)
    {
        var next = storage.State.After(change);
        if (!StateSize.Allows(storage.State, next))
            return false;
        await storage.Put(next);
        Roster.Apply(change);
        return true;
    }

    /// <inheritdoc cref="Put(RosterEvent)"/>
    public async Task<bool> Put(ArchivePreferences preferences)
    {
        var next = storage.State.With(preferences);
        if (!StateSize.Allows(storage.State, next))
            return false;
        await storage.Put(next);
        Preferences = preferences;
        return true;
    }

    public Task PutConnections(IEnumerable<string> connections) => storage.Put(storage.State with { Connections = [.. connections] });

    /// <summary>The row goes.</summary>
    public async Task Clear()
    {
        await storage.ClearStateAsync();
        Roster = new Roster();
        Preferences = ArchivePreferences.Initial;
    }
}
