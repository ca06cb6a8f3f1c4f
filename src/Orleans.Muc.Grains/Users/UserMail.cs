using System.Diagnostics;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>What <see cref="UserMail"/> does with what it holds.</summary>
/// <param name="Exists">Whether there is such an account; it may be asked for while none of its sessions is known.</param>
/// <param name="Pass">Sends a stanza on its way: to the account's sessions, or to somebody else; with its origin when that is known.</param>
/// <param name="Refuse">Answers the sender of a stanza that goes no further.</param>
/// <param name="Failed">Hears why storing failed.</param>
internal sealed record MailWays(Func<Task<bool>> Exists, Action<Stanza, Origin?> Pass, Action<Stanza, StanzaError> Refuse, Action<Exception> Failed);

/// <summary>
/// The one way of everything that a user sends to others and gets from them: in order, and what belongs into the archive not before it is stored. While a batch is being stored the next one
/// gathers; what is not for the archive waits only for what came before it.
/// </summary>
internal sealed class UserMail(Jid account, UserArchive archive, MailWays ways)
{
    /// <summary>Stanzas that may wait; more are refused at once.</summary>
    public const int MostPending = 1000;

    /// <summary>Bytes of what may wait; a single stanza may be larger.</summary>
    public const int MostPendingBytes = 8 << 20;

    private readonly Queue<Item> pending = [];
    private readonly Slack slack = new(MostPending, archive.Time);
    private readonly Slack bytesSlack = new(MostPendingBytes, archive.Time);
    private int pendingBytes;

    /// <summary>Completes when nothing waits; never faults.</summary>
    public Task Idle { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when the batch that is being stored now is, or is given up; never faults.</summary>
    public Task Storing { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when there is space for more, or after a moment without.</summary>
    public Task Space() => Task.WhenAll(slack.Until(pending.Count), bytesSlack.Until(pendingBytes));

    /// <param name="stanza">From the account, or for it.</param>
    /// <param name="letter">What the archive is to hold of it; null leaves it out.</param>
    /// <param name="origin">By which others know it again.</param>
    public void Take(Stanza stanza, Letter? letter, Origin? origin)
    {
        if (letter is null && pending.Count == 0 && Idle.IsCompleted)
            ways.Pass(stanza, origin);
        else if (IsFullFor(stanza))
            ways.Refuse(stanza, Overfull());
        else
            Enqueue(new Item(stanza, letter, null) { Origin = origin });
    }

    /// <summary>Answers a question when everything before it is stored.</summary>
    /// <param name="iq">The question.</param>
    /// <param name="answer">Never throws.</param>
    public void Then(Stanza iq, Func<Task> answer)
    {
        if (IsFullFor(iq))
            ways.Refuse(iq, Overfull());
        else
            Enqueue(new Item(iq, null, answer));
    }

    private bool IsFullFor(Stanza stanza) => pending.Count >= MostPending || (pending.Count > 0 && pendingBytes + StanzaWeight.Of(stanza) > MostPendingBytes);

    private static StanzaError Overfull() => StanzaError.ResourceConstraint("The archive is out of breath. Try again later.");

    private void Enqueue(Item item)
    {
        pending.Enqueue(item);
        pendingBytes += StanzaWeight.Of(item.Stanza);
        if (Idle.IsCompleted)
            Idle = Run();
    }

    private async Task Run()
    {
        // Not within the turn that posts: the batch is what that turn, and others before this one, have left.
        await Task.Yield();
        // The loop goes on beyond the call that began it.
        Activity.Current = null;
        while (pending.TryPeek(out var first))
        {
            if (first.Answer is { } answer)
            {
                await answer();
                Dequeue();
                TellSlack();
                continue;
            }

            var batch = NextBatch();
            var storing = Store(batch);
            Storing = storing;
            var (ids, failed) = await storing;
            for (var i = 0; i < batch.Length; i++)
            {
                Dequeue();
                Finish(batch[i], ids[i], failed);
            }

            TellSlack();
        }
    }

    private void Dequeue() => pendingBytes -= StanzaWeight.Of(pending.Dequeue().Stanza);

    private void TellSlack()
    {
        slack.Left(pending.Count);
        bytesSlack.Left(pendingBytes);
    }

    /// <summary>What the archive stores all together or not: who is told that theirs was not stored may send it again.</summary>
    private Item[] NextBatch()
    {
        var bytes = 0L;
        return [.. pending.TakeWhile((item, number) => item.Answer is null && ((bytes += item.Bytes) <= IUserArchive.MostAppendedBytes || number == 0)).Take(IUserArchive.MostAppended)];
    }

    private void Finish(Item item, StanzaId? id, bool failed)
    {
        var stanza = item.Stanza;
        if (failed && item.Letter is not null)
            ways.Refuse(stanza, Overfull());
        else
            // XEP-0313 §3.5: others are not shown what this archive calls it.
            ways.Pass(id is { } given && stanza.To!.Bare == account ? Letter.Marked(stanza, account, given) : stanza, item.Origin);
    }

    private async Task<(StanzaId?[] Ids, bool Failed)> Store(Item[] batch)
    {
        var ids = new StanzaId?[batch.Length];
        int[] stored = [.. Enumerable.Range(0, batch.Length).Where(i => batch[i].Letter is not null)];
        try
        {
            // Nobody's messages are kept for somebody who doesn't exist.
            if (stored.Length == 0 || !await ways.Exists())
                return (ids, false);
            var given = await archive.Append([.. stored.Select(i => batch[i].Letter!)]);
            for (var i = 0; i < stored.Length; i++)
                ids[stored[i]] = given[i];
            return (ids, false);
        }
        catch (Exception fault)
        {
            ways.Failed(fault);
            return (ids, true);
        }
    }

    private sealed record Item(Stanza Stanza, Letter? Letter, Func<Task>? Answer)
    {
        public Origin? Origin { get; init; }

        /// <summary>Bytes of it in the archive, roughly.</summary>
        public long Bytes => Letter is null ? 0 : Stanza.Payload.Length + (Stanza.Id?.Length ?? 0);
    }
}
