using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Abstractions.Archives;

/// <summary>From what somebody asks to what is asked of the storage.</summary>
public static class ArchiveRequests
{
    /// <summary>All of a request but its <see cref="ArchiveRequest.With"/>, which means another thing in each kind of archive.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="expired">The id up to which nothing is served any more; null when nothing expires.</param>
    public static ArchiveQuery ToQuery(this ArchiveRequest request, StanzaId? expired)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ArchiveQuery
        {
            After = request.After is { } after && (expired is not { } end || after > end) ? after : expired,
            Before = request.Before,
            Ids = request.Ids,
            Text = request.Text,
            FromEnd = request.FromEnd,
            Most = request.Items,
            // Only the first page tells it.
            CountsTotal = !request.IsFurtherPage,
        };
    }
}
