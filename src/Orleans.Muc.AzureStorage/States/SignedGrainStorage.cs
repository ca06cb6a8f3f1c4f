using System.Security.Cryptography;
using Orleans.Muc.Abstractions.States;
using Orleans.Muc.AzureStorage.Keys;
using Orleans.Storage;

namespace Orleans.Muc.AzureStorage.States;

/// <summary>
/// Orleans' own table storage, with two things mended: it puts an underscore for every character that a key may not hold, so that grains would share a row, and it takes the
/// author of a write whose answer was lost for somebody else.
/// </summary>
internal sealed class SignedGrainStorage(IGrainStorage inner) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        Take(grainState, await Read<T>(stateName, grainId));
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var write = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var signed = new SignedGrainState<T>
        {
            State = new SignedState<T> { Key = grainId.Key.ToString()!, Write = write, State = grainState.State },
            ETag = grainState.ETag,
            RecordExists = grainState.RecordExists,
        };
        try
        {
            await Reached(stateName, grainId, inner.WriteStateAsync(stateName, Encoded(grainId), signed));
        }
        catch (InconsistentStateException conflict)
        {
            signed = await Read<T>(stateName, grainId);
            if (signed.State?.Write != write)
                throw OfSomebodyElse(stateName, grainId, signed.ETag, conflict);
        }

        grainState.ETag = signed.ETag;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var signed = new SignedGrainState<T> { ETag = grainState.ETag, RecordExists = grainState.RecordExists };
        Exception? conflict = null;
        try
        {
            if (signed.ETag is not null)
                await Reached(stateName, grainId, inner.ClearStateAsync(stateName, Encoded(grainId), signed));
        }
        catch (InconsistentStateException refused)
        {
            conflict = refused;
        }

        // What is gone is cleared, by whomever: perhaps by this call, whose first answer was lost.
        if ((grainState.ETag is null || conflict is not null) && (await Read<T>(stateName, grainId)).ETag is { } stored)
            throw OfSomebodyElse(stateName, grainId, stored, conflict);
        Take(grainState, new SignedGrainState<T>());
    }

    /// <summary>Callers on other silos know nothing of the account's client, and need to know only this.</summary>
    /// <exception cref="StorageUnavailableException">Every try failed in a way that a later one may not.</exception>
    private static async Task Reached(string stateName, GrainId grainId, Task request)
    {
        try
        {
            await request;
        }
        catch (Exception fault) when (PassingFaults.Has(fault))
        {
            throw new StorageUnavailableException($"The state '{stateName}' of {grainId} can't be reached: {fault.Message}");
        }
    }

    private static InconsistentStateException OfSomebodyElse(string stateName, GrainId grainId, string? stored, Exception? conflict) =>
        new($"The state '{stateName}' of {grainId} has been written by somebody else.", stored ?? "", currentEtag: "", conflict);

    private async Task<SignedGrainState<T>> Read<T>(string stateName, GrainId grainId)
    {
        var signed = new SignedGrainState<T>();
        await Reached(stateName, grainId, inner.ReadStateAsync(stateName, Encoded(grainId), signed));
        return signed;
    }

    private static void Take<T>(IGrainState<T> grainState, SignedGrainState<T> signed)
    {
        var isThere = signed.RecordExists && signed.State is { State: not null };
        grainState.State = isThere ? signed.State!.State! : Activator.CreateInstance<T>();
        grainState.ETag = signed.ETag;
        grainState.RecordExists = isThere;
    }

    private static GrainId Encoded(GrainId grainId) => GrainId.Create(grainId.Type, IdSpan.Create(TableKey.Of(grainId.Key.ToString()!)));
}
