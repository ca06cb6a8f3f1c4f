namespace Orleans.Muc.Grains.Connections;

/// <summary>The sessions of all silos that have told theirs lately.</summary>
internal sealed class SessionSum(TimeProvider time)
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(45);

    private readonly Dictionary<SiloAddress, (long Sessions, long Since)> _told = [];

    /// <summary>Takes a silo's number in the place of the one before; returns the sum.</summary>
    public long Take(SiloAddress silo, long sessions)
    {
        _told[silo] = (sessions, time.GetTimestamp());
        foreach (var (gone, (_, since)) in _told)
        {
            if (time.GetElapsedTime(since) > Validity)
                _told.Remove(gone);
        }

        return _told.Values.Sum(one => one.Sessions);
    }
}
