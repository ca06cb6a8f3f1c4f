using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Rooms;

/// <summary>
/// Looks up what is asked of a room's archive, beside the room's turns: a few questions at once, one of each session, since a gateway lets a session wait for its last call. The answer takes
/// its place in the room's sequence when it is there.
/// </summary>
/// <remarks>Used on the room's scheduler only.</remarks>
#pragma warning disable CA1001 // A semaphore without a wait handle has nothing to dispose of.
internal sealed class ArchiveDesk(RoomLedger ledger, TimeProvider time, ILogger log)
#pragma warning restore CA1001
{
    /// <summary>Questions that are looked up at once; others wait for their turn.</summary>
    public const int MostAtOnce = 8;

    /// <summary>Bytes of the messages of a page: what a client is sent at once.</summary>
    public const int MostPageBytes = 512 * 1024;

    /// <summary>Calls whose outcome is known when they are repeated.</summary>
    private const int MostRemembered = 1_000;

    /// <summary>How long a question may take, waiting included, before it is answered <c>resource-constraint</c>.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly Dictionary<string, Task> _asked = [];
    private readonly Dictionary<(string Session, long Counter), Task> _calls = [];
    private readonly Queue<(string Session, long Counter)> _order = new();

    /// <summary>
    /// A call that may ask something of the archive: one that is repeated while the first attempt is still under way, or after it has succeeded, shares its outcome. After a failure the answer may
    /// be lost, so it is looked up again.
    /// </summary>
    /// <param name="call">The last <see cref="MostRemembered"/> are known by their origins.</param>
    /// <param name="take">Completes when the answer has arrived.</param>
    public Task Once(RoomCall call, Func<RoomCall, Task> take)
    {
        var origin = (call.Session, call.Counter);
        if (call.Counter == 0 || call.Stanza is not { Kind: StanzaKind.Iq } iq || iq.Payload.Children.All(child => child.Namespace != Ns.Mam))
            return take(call);
        if (_calls.TryGetValue(origin, out var before) && !before.IsFaulted && !before.IsCanceled)
            return before;
        if (before is null)
            _order.Enqueue(origin);
        if (_order.Count > MostRemembered)
            _calls.Remove(_order.Dequeue());
        return _calls[origin] = take(call);
    }

    public void Take(FromArchive asked, Announcer announcer) => Begin(asked.To, asked.Question.Iq, cancellation => Look(asked.Question, cancellation), announcer);

    public void Take(EndsOfArchive asked, Announcer announcer) => Begin(asked.To, asked.Iq, cancellation => Look(asked, cancellation), announcer);

    /// <summary>Completes when what a session has asked is answered.</summary>
    public Task Answered(string session) => _asked.GetValueOrDefault(session, Task.CompletedTask);

    private void Begin(Visit by, Stanza iq, Func<CancellationToken, Task<IEnumerable<EncodedStanza>>> look, Announcer announcer)
    {
        var answering = Answer();
        if (!answering.IsCompleted)
            _asked[by.Session] = answering;

        async Task Answer()
        {
            var answer = await Find(iq, look);
            announcer.Announce(new Announced(new ToSession(by, [.. answer]), null));
            _asked.Remove(by.Session);
        }
    }

    private async Task<IEnumerable<EncodedStanza>> Find(Stanza iq, Func<CancellationToken, Task<IEnumerable<EncodedStanza>>> look)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        var hasPlace = false;
        try
        {
            await _places.WaitAsync(patience.Token);
            hasPlace = true;
            return await look(patience.Token).WaitAsync(patience.Token);
        }
#pragma warning disable CA1031 // Whatever the storage suffers, who asks is answered and the room goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.ArchiveFailed(fault, ledger.Room);
            return [iq.Error(StanzaError.ResourceConstraint("The archive can't be read now; try again later.")).Encode()];
        }
        finally
        {
            if (hasPlace)
                _places.Release();
        }
    }

    private async Task<IEnumerable<EncodedStanza>> Look(ArchiveQuestion question, CancellationToken cancellation)
    {
        var request = question.Request;
        if (request.Named.Count > 0 && (await ledger.Missing(request.Named, cancellation)).Length > 0)
            return question.NotFound();
        if (question.FindsNothing)
            return question.Answer([], isComplete: true, total: 0);
        var query = request.ToQuery(question.After) with { With = question.Nick, Sender = question.Sender, MostBytes = MostPageBytes };
        var page = await ledger.Query(query, cancellation);
        return question.Answer(page.Items.Select(RoomRecords.ToMessage), page.IsComplete, page.Total);
    }

    private async Task<IEnumerable<EncodedStanza>> Look(EndsOfArchive asked, CancellationToken cancellation) =>
        asked.Answer(await ledger.Ends(asked.After, cancellation) is { } ends ? (ends.Oldest, ends.Newest) : null);
}
