using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Testing;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>One archive, asked in every way: pages put together are exactly what matches, and what has expired is nowhere.</summary>
public sealed class UserArchivePagingTests
{
    private static readonly Jid Romeo = Jid.Parse("romeo@localhost");
    private static readonly Jid Orchard = Jid.Parse("romeo@localhost/orchard");
    private static readonly Jid[] Others = [Jid.Parse("juliet@localhost/balcony"), Jid.Parse("juliet@localhost/chamber"), Jid.Parse("nurse@localhost"), Jid.Parse("localhost")];

    private readonly TroubledArchive store = new();
    private readonly ManualTimeProvider clock = new();
    private readonly List<ArchivedMessage> kept = [];

    [Fact]
    public async Task Pages_put_together_are_exactly_the_matches()
    {
        var dice = new Random(59);
        var archive = Archive(days: 0);
        await Fill(archive, dice, 60);
        for (var round = 0; round < 150; round++)
        {
            var (form, matches) = Throw(dice);
            var size = dice.Next(1, 12);
            foreach (var backward in new[] { false, true })
                Assert.Equal(matches, await Turn(archive, form, size, backward, dice));
        }
    }

    [Fact]
    public async Task What_has_expired_is_not_served_not_named_and_deleted()
    {
        var archive = Archive(days: 2);
        await Fill(archive, new Random(2), 10);
        clock.Advance(TimeSpan.FromDays(2) - (clock.GetUtcNow() - kept[4].Id.At));

        // The fifth is exactly as old as may be.
        Assert.Equal(kept.Skip(4).Select(message => message.Id.Value), await Turn(archive, "", 100, false, new Random(1)));
        Assert.Equal(kept[4].Id.Value, (await Ask(archive, "get", new Element("metadata", Ns.Mam)))[0].Child("metadata", Ns.Mam)!.Child("start", Ns.Mam)!["id"]);
        var gone = (await Ask(archive, "set", Query(Field("ids", kept[3].Id.Value))))[0];
        Assert.NotNull(gone.Child("error", Ns.Client)!.Child("item-not-found", Ns.Stanzas));
        Assert.Equal("error", gone["type"]);

        await archive.Tidy();
        Assert.Equal(kept[4].Id, (await store.Ends(Romeo, null, TestContext.Current.CancellationToken))!.Oldest);
        clock.Advance(TimeSpan.FromHours(23));
        await archive.Tidy();
        Assert.Equal(kept[4].Id, (await store.Ends(Romeo, null, TestContext.Current.CancellationToken))!.Oldest);
        clock.Advance(TimeSpan.FromHours(2));
        await archive.Tidy();
        Assert.Null(await store.Ends(Romeo, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ids_rise_also_when_the_next_silo_has_a_clock_that_is_behind()
    {
        await Fill(Archive(days: 0), new Random(3), 3);
        var behind = new ManualTimeProvider(clock.GetUtcNow().AddHours(-1));

        var id = Assert.Single(await Archive(0, behind).Append([Message(0)]));

        Assert.True(id > kept[^1].Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_waits_for_ever_for_a_storage_that_hangs(bool heeds)
    {
        var archive = Archive(days: 0);
        await Fill(archive, new Random(4), 3);
        store.Gate = new TaskCompletionSource().Task;
        store.HeedsCancellation = heeds;

        var asked = Ask(archive, "set", Query(""));
        var stored = archive.Append([Message(0)]);
        Assert.False(asked.IsCompleted || stored.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stored);
    }

    [Fact]
    public async Task What_was_refused_is_not_stored_when_the_storage_goes_on()
    {
        var archive = Archive(days: 0);
        await Fill(archive, new Random(5), 3);
        var before = await store.Ends(Romeo, null, TestContext.Current.CancellationToken);
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;

        var stored = archive.Append([Message(0)]);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stored);
        gate.SetResult();

        Assert.Equal(before, await store.Ends(Romeo, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_archive_is_deleted_when_what_was_given_up_has_come_to_its_end()
    {
        var archive = Archive(days: 0);
        await Fill(archive, new Random(7), 3);
        var gate = new TaskCompletionSource();
        (store.Gate, store.HeedsCancellation) = (gate.Task, false);
        var given = archive.Append([Message(0)]);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        var deleted = archive.Delete(TestContext.Current.CancellationToken);
        Assert.False(deleted.IsCompleted);
        gate.SetResult();
        await deleted;

        Assert.Null(await store.Ends(Romeo, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_the_first_page_asks_how_much_matches()
    {
        var archive = Archive(days: 0);
        await Fill(archive, new Random(6), 5);

        await Ask(archive, "set", Query(""));
        Assert.True(store.Asked!.CountsTotal);
        await Ask(archive, "set", Query("").Add(new Element("set", Ns.Rsm).Add("after", kept[1].Id.Value)));
        Assert.False(store.Asked.CountsTotal);
    }

    private UserArchive Archive(int days, TimeProvider? time = null) => new(
        Romeo,
        new UserArchives(store, new MessageKeeping(Stored: true) { Days = days }, time ?? clock, Random.Shared.NextBytes, NullLogger<UserArchives>.Instance));

    private async Task Fill(UserArchive archive, Random dice, int count)
    {
        while (kept.Count < count)
        {
            Letter[] letters = [.. Enumerable.Range(0, dice.Next(1, 4)).Select(_ => Message(dice.Next(Others.Length)))];
            var ids = await archive.Append(letters);
            kept.AddRange(ids.Zip(letters, (id, letter) => new ArchivedMessage(id, letter.With, [], [])));
            clock.Advance(TimeSpan.FromMilliseconds(dice.Next(3) * 500));
        }
    }

    private static Letter Message(int other) =>
        Letter.Of(new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add("x"))) { From = Others[other], To = Orchard, Type = "chat" }, Romeo);

    /// <summary>All pages of a query from one end to the other, and on each that its end is told right.</summary>
    private static async Task<List<string>> Turn(UserArchive archive, string form, int size, bool backward, Random dice)
    {
        List<string> all = [];
        for (var mark = ""; ;)
        {
            var isFlipped = dice.Next(2) == 0;
            var set = $"<set xmlns='{Ns.Rsm}'><max>{size}</max>{(backward ? $"<before>{mark}</before>" : $"<after>{mark}</after>")}</set>";
            var answer = await Ask(archive, "set", Query(form, set + (isFlipped ? "<flip-page/>" : "")));
            List<string> ids = [.. answer.SkipLast(1).Select(result => result.Child("result", Ns.Mam)!["id"]!)];
            if (isFlipped)
                ids.Reverse();
            var fin = answer[^1].Child("fin", Ns.Mam)!;
            var page = fin.Child("set", Ns.Rsm)!;
            Assert.Equal((ids.FirstOrDefault(), ids.LastOrDefault()), (page.Child("first", Ns.Rsm)?.Text, page.Child("last", Ns.Rsm)?.Text));
            Assert.InRange(ids.Count, fin["complete"] == "true" ? 0 : size, size);
            all.InsertRange(backward ? 0 : all.Count, ids);
            if (fin["complete"] == "true")
                return all;
            mark = backward ? ids[0] : ids[^1];
        }
    }

    private (string Form, List<string> Matches) Throw(Random dice)
    {
        var form = new StringBuilder();
        var matches = kept.AsEnumerable();
        if (dice.Next(3) == 0)
        {
            var other = Others[dice.Next(Others.Length)] is var full && dice.Next(2) == 0 ? full.Bare : full;
            form.Append(Field("with", other.ToString()));
            matches = matches.Where(message => message.With == other || message.With.Bare == other);
        }

        if (dice.Next(3) == 0)
        {
            var start = kept[dice.Next(kept.Count)].Id.At.AddTicks(dice.Next(-20_000, 20_000));
            form.Append(Field("start", Stamp(start)));
            matches = matches.Where(message => message.Id.At >= start);
        }

        if (dice.Next(3) == 0)
        {
            var end = kept[dice.Next(kept.Count)].Id.At.AddTicks(dice.Next(-20_000, 20_000));
            form.Append(Field("end", Stamp(end)));
            matches = matches.Where(message => message.Id.At <= end);
        }

        if (dice.Next(4) == 0)
        {
            var mark = kept[dice.Next(kept.Count)].Id;
            form.Append(Field("after-id", mark.Value));
            matches = matches.Where(message => message.Id > mark);
        }

        if (dice.Next(4) == 0)
        {
            var ids = Enumerable.Range(0, dice.Next(1, 9)).Select(_ => kept[dice.Next(kept.Count)].Id).ToHashSet();
            form.Append(Field("ids", [.. ids.Select(id => id.Value)]));
            matches = matches.Where(message => ids.Contains(message.Id));
        }

        return (form.ToString(), [.. matches.Select(message => message.Id.Value)]);
    }

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Field(string var, params string[] values) => $"<field var='{var}'>{string.Concat(values.Select(value => $"<value>{value}</value>"))}</field>";

    private static Element Query(string fields, string more = "") => Element.Parse(Encoding.UTF8.GetBytes(
        $"<query xmlns='{Ns.Mam}'><x xmlns='{Ns.DataForms}' type='submit'><field var='FORM_TYPE'><value>{Ns.Mam}</value></field>{fields}</x>{more}</query>"));

    private static async Task<List<Element>> Ask(UserArchive archive, string type, Element payload)
    {
        var iq = new Stanza(StanzaKind.Iq, Payload.Of(payload)) { Type = type, Id = "q", From = Orchard, To = Romeo };
        var answer = await archive.Answer(iq, ArchiveQuestions.Read(iq, archive.Fields));
        return [.. answer.Select(stanza => Element.Parse((byte[])[.. stanza.Head.Span, .. stanza.Tail.Span]))];
    }
}
