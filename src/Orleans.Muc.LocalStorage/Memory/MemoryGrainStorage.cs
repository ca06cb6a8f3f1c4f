using Orleans.Muc.LocalStorage.Rows;

namespace Orleans.Muc.LocalStorage.Memory;

internal sealed class MemoryGrainStorage(MemoryDatabase database) : RowGrainStorage
{
    protected override Task<StateRow?> Read(StateKey key)
    {
        lock (database.Gate)
            return Task.FromResult(database.States.GetValueOrDefault(key));
    }

    protected override Task<string> Replace(StateKey key, byte[] body, string? seen)
    {
        lock (database.Gate)
        {
            Match(key, database.States.GetValueOrDefault(key)?.Tag, seen);
            var row = new StateRow(body, database.NextTag());
            database.States[key] = row;
            return Task.FromResult(row.Tag);
        }
    }

    protected override Task Delete(StateKey key, string? seen)
    {
        lock (database.Gate)
        {
            Match(key, database.States.GetValueOrDefault(key)?.Tag, seen);
            database.States.Remove(key);
            return Task.CompletedTask;
        }
    }
}
