using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>What the archives of users have in common.</summary>
internal sealed class UserArchives(IUserArchive store, MessageKeeping keeping, TimeProvider time, FillRandom random, ILogger<UserArchives> log)
{
    public IUserArchive Store => store;

    public MessageKeeping Keeping => keeping;

    public TimeProvider Time => time;

    public ILogger Log => log;

    /// <summary>The fields of a query. Decision: <c>include-groupchat</c> is understood, as XEP-0313 §6.1.1 recommends, though there is no groupchat to include.</summary>
    public ArchiveFields Fields { get; } = new() { FullText = store.HasFullText, Groupchat = true };

    public ulong Random()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        random(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}

/// <summary>The archive of one account: gives ids, stores, answers, and lets go what is too old.</summary>
internal sealed partial class UserArchive(Jid account, UserArchives archives)
{
    /// <summary>Messages deleted by one write; the writer is free for others in between.</summary>
    private const int TrimmedAtOnce = 500;

    /// <summary>How long the storage is given before who waits for it hears of it. What is cancelled then need not be stored later, when nobody believes so any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Calls are repeated within some 15 s; the rest is for the clocks of silos, which may differ.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    private const int MostLately = 200;

    private static readonly TimeSpan TrimPause = TimeSpan.FromDays(1);

    private readonly ILogger log = archives.Log;

    /// <summary>What the storage has been given and has not ended, also when nobody waits for it any more.</summary>
    private readonly HashSet<Task> storing = [];
    private StanzaId? last;
    private bool isLastKnown;
    private long? trimmed;

    public bool IsKept => archives.Keeping.Stored;

    public TimeProvider Time => archives.Time;

    public ArchiveFields Fields => archives.Fields;

    /// <summary>The id up to which everything is too old to be served; null when nothing is (<c>Muc:ArchiveDays</c>).</summary>
    private StanzaId? Expired => archives.Keeping.Days > 0 ? StanzaId.LastBefore(archives.Time.GetUtcNow().AddDays(-archives.Keeping.Days)) : null;

    /// <summary>Stores letters; ids rise in their order. Throws when that can't be done in time.</summary>
    /// <returns>The id of each.</returns>
    public async Task<StanzaId[]> Append(IReadOnlyList<Letter> letters)
    {
        var messages = await Number(letters);
        // Ids stay the same: an attempt that was thought to have failed doubles nothing.
        await InTime(end => Patiently.Call(() => Append(messages, end), Patience, archives.Time));
        return Array.ConvertAll(messages, message => message.Id);
    }

    /// <summary>
    /// The id of the letter with that mark, if it was stored lately: among the last <see cref="MostLately"/>, or the last MiB of them, of the last <see cref="Lately"/>. What a lost silo has yet under
    /// way to the storage can't be found.
    /// </summary>
    public async Task<StanzaId?> Find(ulong mark)
    {
        var lately = new ArchiveQuery { After = StanzaId.LastBefore(archives.Time.GetUtcNow() - Lately), FromEnd = true, Most = MostLately, CountsTotal = false };
        var page = await InTime(end => archives.Store.Query(account, lately, end));
        foreach (var message in page.Items)
            if (message.Id.Random == mark)
                return message.Id;
        return null;
    }

    /// <summary>The stanzas that answer a question about what is stored.</summary>
    public async Task<IReadOnlyList<EncodedStanza>> Answer(Stanza iq, ArchiveQuestion question)
    {
        switch (question)
        {
            case ArchiveQuestion.Messages { Request: var request }:
                if (await IsMissing(request.Named))
                    return [iq.Error(StanzaError.ItemNotFound()).Encode()];
                var page = await InTime(end => archives.Store.Query(account, request.ToQuery(Expired) with { With = request.With?.ToString() }, end));
                ArchivedStanza[] items = [.. page.Items.Select(message => new ArchivedStanza(message.Id, message.Head, message.Tail))];
                return ArchiveAnswer.Of(iq, account, request, new ArchivedPage(items, page.IsComplete, page.Total));
            case ArchiveQuestion.Ends:
                var ends = await InTime(end => archives.Store.Ends(account, Expired, end));
                return [iq.Result(ArchiveAnswer.Metadata(ends is null ? null : (ends.Oldest, ends.Newest))).Encode()];
            case ArchiveQuestion.Fields:
                return [iq.Result(ArchiveForm.Query(Fields)).Encode()];
            case ArchiveQuestion.Malformed malformed:
                return [iq.Error(malformed.Error).Encode()];
            default:
                throw new ArgumentOutOfRangeException(nameof(question));
        }
    }

    /// <summary>Takes as long as there is to delete, and first as long as something is being stored: what was given up may come to be stored all the same.</summary>
    public async Task Delete(CancellationToken end)
    {
        while (storing.Count > 0)
        {
            await Task.WhenAny(storing).WaitAsync(end);
            // What has ended is still there until another turn has taken it out.
            await Task.Yield();
        }

        await archives.Store.Delete(account, end);
    }

    /// <summary>Deletes what has expired, at most once a day; never faults.</summary>
    public async Task Tidy()
    {
        if (!IsKept || Expired is not { } expired || (trimmed is { } before && archives.Time.GetElapsedTime(before) < TrimPause))
            return;
        trimmed = archives.Time.GetTimestamp();
        try
        {
            while (await InTime(end => archives.Store.Trim(account, expired, TrimmedAtOnce, end)) == TrimmedAtOnce)
            {
            }
        }
        catch (Exception fault)
        {
            LogNotTrimmed(account, fault);
        }
    }

    private async Task<ArchivedMessage[]> Number(IReadOnlyList<Letter> letters)
    {
        // XEP-0313 §3.1: the order holds also when the clock of this silo is behind that of the last one.
        if (!isLastKnown)
            last = (await InTime(end => archives.Store.Ends(account, null, end)))?.Newest;
        isLastKnown = true;
        var messages = new ArchivedMessage[letters.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            var id = StanzaId.Next(last, archives.Time.GetUtcNow(), letters[i].Mark ?? archives.Random());
            var (head, tail) = letters[i].Encode();
            messages[i] = new ArchivedMessage(id, letters[i].With, head, tail) { Text = archives.Store.HasFullText ? Keeping.TextOf(letters[i].Stanza) : null };
            last = id;
        }

        return messages;
    }

    private async Task<bool> IsMissing(IReadOnlyList<StanzaId> named) =>
        named.Count > 0 && ((Expired is { } expired && named.Any(id => id <= expired)) || (await InTime(end => archives.Store.Missing(account, named, end))).Length > 0);

    private async Task<bool> Append(ArchivedMessage[] messages, CancellationToken end)
    {
        end.ThrowIfCancellationRequested();
        var attempt = archives.Store.Append(account, messages, end);
        storing.Add(attempt);
        try
        {
            await attempt;
            return true;
        }
        finally
        {
            storing.Remove(attempt);
        }
    }

    /// <summary>Whether or not the storage heeds that it is cancelled, nobody waits longer.</summary>
    private async Task<T> InTime<T>(Func<CancellationToken, Task<T>> ask)
    {
        using var patience = new CancellationTokenSource(Patience, archives.Time);
        return await ask(patience.Token).WaitAsync(patience.Token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The archive of {Account} could not be rid of what has expired; it is not served, and tried again tomorrow.")]
    private partial void LogNotTrimmed(Jid account, Exception fault);
}
