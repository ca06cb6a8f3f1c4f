using System.Collections.Concurrent;
using Orleans.Muc.Abstractions.Rooms;

namespace Orleans.Muc.AzureStorage.Rooms;

/// <summary>The claims of this process. One that is forgotten costs reading the fence again.</summary>
internal sealed class Claims
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<RoomPartition, Claim> _claims = new();
    private long _uses;

    /// <summary>Runs a piece of work while no other of this process is at the partition.</summary>
    public async Task<T> Use<T>(RoomPartition partition, Func<Claim, Task<T>> work, CancellationToken cancellation)
    {
        var claim = _claims.GetOrAdd(partition, static partition => new Claim(partition));
        claim.LastUse = Interlocked.Increment(ref _uses);
        await claim.Gate.WaitAsync(cancellation);
        try
        {
            return await work(claim);
        }
        finally
        {
            claim.Gate.Release();
            if (_claims.Count > Most)
                ForgetHalf();
        }
    }

    private void ForgetHalf()
    {
        var oldest = _uses - (Most / 2);
        foreach (var (partition, claim) in _claims)
            if (claim.LastUse < oldest)
                _claims.TryRemove(partition, out _);
    }
}
