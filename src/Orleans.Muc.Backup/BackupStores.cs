using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.States;
using Orleans.Storage;

namespace Orleans.Muc.Backup;

/// <summary>A storage as a backup sees it. No server may run on it meanwhile.</summary>
/// <param name="States">The grain storage that holds heads of rooms, accounts and rosters.</param>
/// <param name="Catalogue">Which of them there are.</param>
/// <param name="Rooms">Rows and logs of rooms.</param>
/// <param name="Archives">The archives of accounts.</param>
public sealed record BackupStores(IGrainStorage States, IStateCatalogue Catalogue, IRoomStore Rooms, IUserArchive Archives)
{
    internal async Task<GrainState<T>> Read<T>(string name, GrainId grain)
        where T : class, new()
    {
        var state = new GrainState<T>(new T());
        await States.ReadStateAsync(name, grain, state);
        state.State ??= new T();
        return state;
    }

    /// <exception cref="BackupException">It is larger than the state of a grain may be.</exception>
    internal Task Write<T>(string name, GrainId grain, GrainState<T> state) => StateSize.Of(state.State) <= StateSize.Most
        ? States.WriteStateAsync(name, grain, state)
        : throw new BackupException($"What is to be kept of '{grain.Key}' in one row has more than {StateSize.Most / 1024} KiB, which not every storage takes.");
}
