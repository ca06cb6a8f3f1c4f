using System.Diagnostics.CodeAnalysis;

namespace Orleans.Muc.Xmpp;

/// <summary>From the XML of a query (XEP-0313 §4) to an <see cref="ArchiveRequest"/>.</summary>
public static class ArchiveIntake
{
    /// <summary>Reads the <c>query</c> of an iq set.</summary>
    /// <param name="query">The element.</param>
    /// <param name="offered">The optional fields of this archive; the others are not implemented.</param>
    /// <param name="request">What is wanted; null when it can't be.</param>
    /// <param name="error">Why; null when it can be.</param>
    public static bool TryRead(
        Element query, ArchiveFields offered, [NotNullWhen(true)] out ArchiveRequest? request, [NotNullWhen(false)] out StanzaError? error)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(offered);
        request = null;
        error = Judge(query);
        if (error is not null)
            return false;
        var filter = new ArchiveFilter(offered);
        if (query.Child("x", Ns.DataForms) is { } x && !filter.TryRead(x))
        {
            error = filter.Error!;
            return false;
        }

        request = filter.Request with { QueryId = query["queryid"], Flipped = query.Child("flip-page", Ns.Mam) is not null };
        return TryTurn(query, ref request, out error);
    }

    private static StanzaError? Judge(Element query)
    {
        // §6.1.3: nodes are for archives of pubsub, and there are none here.
        if (query["node"] is not null)
            return StanzaError.ItemNotFound();
        return query["queryid"] is { Length: > ArchiveRequest.MostQueryIdChars }
            ? StanzaError.PolicyViolation("This queryid is too long.")
            : null;
    }

    // §4.3: the page.
    private static bool TryTurn(Element query, [NotNullWhen(true)] ref ArchiveRequest? request, [NotNullWhen(false)] out StanzaError? error)
    {
        error = TryTurn(query, ref request);
        if (error is not null)
            request = null;
        return error is null;
    }

    private static StanzaError? TryTurn(Element query, ref ArchiveRequest? request)
    {
        if (!PageRequest.TryRead(query, out var page))
            return StanzaError.BadRequest("The page makes no sense.");
        if (page is null)
            return null;
        // XEP-0059 §2.6: who doesn't count from the beginning says so.
        if (page.Index is not null)
            return StanzaError.FeatureNotImplemented("Pages are found by ids here.");
        var turned = request! with { Items = Math.Min(page.Max ?? ArchiveRequest.DefaultItems, ArchiveRequest.MostItems), FromEnd = page.Before is not null };
        if ((page.After ?? page.Before) is { Length: > 0 } mark)
        {
            if (!StanzaId.TryParse(mark, out var id))
                return StanzaError.ItemNotFound();
            turned = page.After is not null ? ArchiveBounds.Behind(turned, id) : ArchiveBounds.InFront(turned, id);
            turned = turned with { IsFurtherPage = true, Named = [.. turned.Named, id] };
        }

        request = turned;
        return null;
    }
}
