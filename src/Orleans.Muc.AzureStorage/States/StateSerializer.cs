using Orleans.Muc.Abstractions.States;
using Orleans.Storage;

namespace Orleans.Muc.AzureStorage.States;

/// <summary>States in tables look as they do in a file.</summary>
internal sealed class StateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(StateFormat.Write(input));

    public T Deserialize<T>(BinaryData input) => StateFormat.Read<T>(input.ToArray());
}
