using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>
/// The vCards of rooms, too large for a row. A blob is named by what it holds and by the write that made it, so none is ever written twice: it is there before the fence
/// names it, and goes after the fence names another. What a lost process leaves behind goes with the room.
/// </summary>
internal sealed class CardBlobs(BlobContainerClient container)
{
    public async Task<string> Write(string partition, string write, byte[] card, CancellationToken cancellation)
    {
        var name = $"{Convert.ToHexStringLower(SHA256.HashData(card))}-{write}";
        await container.GetBlobClient(PathOf(partition, name)).UploadAsync(new BinaryData(card), overwrite: true, cancellation);
        return name;
    }

    public async Task<byte[]?> Read(string partition, string? name, CancellationToken cancellation) => name is null
        ? null
        : (await container.GetBlobClient(PathOf(partition, name)).DownloadContentAsync(cancellation)).Value.Content.ToArray();

    /// <summary>Deletes one that no fence names any more; if that fails, it stays until the room goes.</summary>
    public async Task Forget(string partition, string? name, CancellationToken cancellation)
    {
        if (name is null)
            return;
        try
        {
            await container.DeleteBlobIfExistsAsync(PathOf(partition, name), cancellationToken: cancellation);
        }
        catch (Exception fault) when (fault is RequestFailedException || PassingFaults.Has(fault))
        {
            // The commit is done; only some bytes are left.
        }
    }

    public async Task DeleteAll(string partition, CancellationToken cancellation)
    {
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, PathOf(partition, ""), cancellation))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellation);
    }

    private static string PathOf(string partition, string name) => $"cards/{partition}/{name}";
}
