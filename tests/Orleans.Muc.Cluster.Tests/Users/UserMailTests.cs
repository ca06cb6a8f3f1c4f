using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>The way of a user's messages: first the archive, then the world.</summary>
public sealed class UserMailTests
{
    private static readonly Jid Romeo = Jid.Parse("romeo@localhost");
    private static readonly Jid Orchard = Jid.Parse("romeo@localhost/orchard");
    private static readonly Jid Balcony = Jid.Parse("juliet@localhost/balcony");

    private readonly TroubledArchive store = new();
    private readonly List<string> passed = [];
    private readonly List<string> refused = [];
    private readonly List<Exception> faults = [];
    private readonly UserMail mail;
    private bool exists = true;

    public UserMailTests()
    {
        var archives = new UserArchives(store, new MessageKeeping(Stored: true), TimeProvider.System, Random.Shared.NextBytes, NullLogger<UserArchives>.Instance);
        mail = new UserMail(Romeo, new UserArchive(Romeo, archives), new MailWays(
            () => Task.FromResult(exists),
            (stanza, _) => passed.Add(Told(stanza)),
            (stanza, error) => refused.Add($"{stanza.Id} {error.Type} {error.Condition}"),
            faults.Add));
    }

    [Fact]
    public Task What_is_stored_and_what_is_not_keep_their_order() => Turns.Run(async () =>
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        Take("m1");
        Take("typing", isKept: false);
        Take("m2");
        Send("m3");
        Take("typed", isKept: false);

        Assert.Empty(passed);
        gate.SetResult();
        await mail.Idle;

        Assert.Equal(["m1 marked", "typing", "m2 marked", "m3", "typed"], passed);
        Assert.Equal(["m1", "m2", "m3"], await StoredAsync());
    });

    [Fact]
    public void What_waits_for_nothing_leaves_at_once()
    {
        Take("typing", isKept: false);

        Assert.Equal(["typing"], passed);
    }

    [Fact]
    public Task What_gathers_while_the_archive_is_busy_is_stored_together() => Turns.Run(async () =>
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        Take("m0");
        await Turns.Until(() => store.Attempts > 0, "the first message being stored");
        foreach (var n in Enumerable.Range(1, IUserArchive.MostAppended))
            Take($"m{n}");

        gate.SetResult();
        await mail.Idle;

        Assert.Equal(2, store.Attempts);
        Assert.Equal(Enumerable.Range(0, IUserArchive.MostAppended + 1).Select(n => $"m{n}"), await StoredAsync());
    });

    [Fact]
    public Task No_more_is_stored_at_once_than_every_storage_keeps_together() => Turns.Run(async () =>
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        // Each is its id and its text: two fit together, three do not.
        string[] ids = [.. Enumerable.Range(0, 5).Select(n => new string((char)('a' + n), IUserArchive.MostAppendedBytes / 5))];
        Take("m0");
        await Turns.Until(() => store.Attempts > 0, "the first message being stored");
        foreach (var id in ids)
            Take(id);

        gate.SetResult();
        await mail.Idle;

        Assert.Equal(4, store.Attempts);
        Assert.Equal(["m0", .. ids], await StoredAsync());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task An_attempt_that_fails_is_repeated_and_doubles_nothing(bool storesAndFails) => Turns.Run(async () =>
    {
        (store.Failures, store.StoresAndFails) = (2, storesAndFails);
        Take("m1");
        await mail.Idle;

        Assert.Equal(["m1 marked"], passed);
        Assert.Equal(["m1"], await StoredAsync());
        Assert.Empty(faults);
    });

    [Fact]
    public Task What_can_not_be_stored_is_shown_to_nobody_and_its_sender_may_try_again() => Turns.Run(async () =>
    {
        store.Failures = int.MaxValue;
        Take("m1");
        Take("typing", isKept: false);
        Send("m2");
        await mail.Idle;

        Assert.Equal(["typing"], passed);
        Assert.Equal(["m1 Wait ResourceConstraint", "m2 Wait ResourceConstraint"], refused);
        Assert.Single(faults);
        store.Failures = 0;
        Take("m3");
        await mail.Idle;
        Assert.Equal(["typing", "m3 marked"], passed);
        Assert.Equal(["m3"], await StoredAsync());
    });

    [Fact]
    public Task Nothing_is_stored_for_somebody_who_does_not_exist() => Turns.Run(async () =>
    {
        exists = false;
        Take("m1");
        await mail.Idle;

        Assert.Equal(["m1"], passed);
        Assert.Empty(await StoredAsync());
    });

    [Fact]
    public Task More_than_can_wait_is_refused_at_once() => Turns.Run(async () =>
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        for (var n = 1; n <= UserMail.MostPending + 2; n++)
            Take($"m{n}");

        Assert.Equal(["m1001 Wait ResourceConstraint", "m1002 Wait ResourceConstraint"], refused);
        gate.SetResult();
        await mail.Idle;
        Assert.Equal(UserMail.MostPending, passed.Count);
    });

    [Fact]
    public Task More_bytes_than_can_wait_are_refused_at_once_and_one_that_is_larger_alone_is_not() => Turns.Run(async () =>
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        string Large(char sign, int bytes) => new(sign, bytes);
        Take(Large('a', 3 << 20));
        Take("small");
        Take(Large('b', 2 << 20));

        Assert.Equal([$"{Large('b', 2 << 20)} Wait ResourceConstraint"], refused);
        Assert.False(mail.Space().IsCompleted);
        gate.SetResult();
        await mail.Idle;
        Take(Large('c', 5 << 20));
        await mail.Idle;
        Assert.Equal([$"{Large('a', 3 << 20)} marked", "small marked", $"{Large('c', 5 << 20)} marked"], passed);
    });

    [Fact]
    public Task Who_fills_the_mail_is_held_back_until_half_of_it_has_left() => Turns.Run(async () =>
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        for (var n = 1; n < UserMail.MostPending / 2; n++)
            Take($"m{n}");
        Assert.True(mail.Space().IsCompleted);
        Take("another");

        var space = mail.Space();
        Assert.False(space.IsCompleted);
        gate.SetResult();
        await space;
        Assert.NotEmpty(passed);
        await mail.Idle;
    });

    [Fact]
    public Task A_question_is_answered_when_what_came_before_it_is_stored() => Turns.Run(async () =>
    {
        var found = new List<IReadOnlyList<string>>();
        Take("m1");
        Ask();
        Take("m2");
        Ask();
        await mail.Idle;

        Assert.Equal(["m1", "m1 m2"], found.Select(ids => string.Join(' ', ids)));

        void Ask() => mail.Then(new Stanza(StanzaKind.Iq, Payload.Empty), async () => found.Add(await StoredAsync()));
    });

    private void Take(string id, bool isKept = true) => Move(id, Balcony, Orchard, isKept);

    private void Send(string id) => Move(id, Orchard, Balcony, isKept: true);

    private void Move(string id, Jid from, Jid to, bool isKept)
    {
        var stanza = new Stanza(StanzaKind.Message, Payload.Of(new Element("body", Ns.Client).Add(id))) { Id = id, Type = "chat", From = from, To = to };
        mail.Take(stanza, isKept ? Letter.Of(stanza, Romeo) : null, null);
    }

    private static string Told(Stanza stanza) => Letter.IsMarked(stanza, Romeo) ? $"{stanza.Id} marked" : stanza.Id!;

    private async Task<IReadOnlyList<string>> StoredAsync()
    {
        var page = await store.Query(Romeo, new ArchiveQuery { Most = 2000, MostBytes = int.MaxValue }, TestContext.Current.CancellationToken);
        return [.. page.Items.Select(message => Element.Parse((byte[])[.. message.Head, .. message.Tail])["id"]!)];
    }
}
