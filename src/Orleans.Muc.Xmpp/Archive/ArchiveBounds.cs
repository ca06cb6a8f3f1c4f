using System.Globalization;

namespace Orleans.Muc.Xmpp;

/// <summary>Where a request begins and ends, in ids. A message's timestamp is the millisecond in its id.</summary>
internal static class ArchiveBounds
{
    private const string Least = "00000000000000000000";
    private const string Greatest = "ffffffffffffffffffff";

    /// <summary>§4.1.2: timestamps equal to or later than this one have greater ids than the answer; null: all have.</summary>
    internal static StanzaId? From(XmppTime start) =>
        start.MillisecondsUp <= 0 ? null : new StanzaId(Hex(start.MillisecondsUp - 1) + Greatest);

    /// <summary>§4.1.2: timestamps equal to or earlier than this one have smaller ids than the answer.</summary>
    internal static StanzaId Until(XmppTime end) => new(Hex(Math.Max(0, end.Milliseconds + 1)) + Least);

    internal static ArchiveRequest Behind(ArchiveRequest request, StanzaId? after) =>
        after is { } id && (request.After is not { } other || id > other) ? request with { After = id } : request;

    internal static ArchiveRequest InFront(ArchiveRequest request, StanzaId before) =>
        request.Before is not { } other || before < other ? request with { Before = before } : request;

    private static string Hex(long milliseconds) => milliseconds.ToString("x12", CultureInfo.InvariantCulture);
}
