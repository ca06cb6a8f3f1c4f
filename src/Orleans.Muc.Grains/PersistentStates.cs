namespace Orleans.Muc.Grains;

/// <summary>Writes of states of which nobody sees what is not stored.</summary>
internal static class PersistentStates
{
    /// <summary>Stores a state in the place of the one before. When that fails, the one before is there again.</summary>
    public static async Task Put<T>(this IPersistentState<T> storage, T next)
    {
        var before = storage.State;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = before;
            throw;
        }
    }
}
