using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Grains.Connections;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>
/// A user: loads and stores the roster, knows the sessions, and lets <see cref="Roster"/>, <see cref="Resources"/> and <see cref="DeliveryRules"/> decide.
/// Sessions live in the gateways; a new activation asks the connections that are stored for it.
/// </summary>
[GrainType("muc.user")]
internal sealed partial class UserGrain(
    [PersistentState("user", GatewayFeed.GrainStorage)] IPersistentState<UserState> storage,
    SessionCensus census,
    AwakeGrains<IUserGrain> awake,
    UserArchives archives,
    UserPostRoads roads,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private readonly Resources resources = new();
    private readonly TakenOrigins taken = new();

    // Connections without a known session that may have one all the same: their keys stay stored until they are dead.
    private readonly HashSet<string> unsure = [];

    private readonly UserShelf shelf = new(storage);

    private Jid account = null!;
    private UserArchive archive = null!;
    private UserMail mail = null!;
    private UserPost post = null!;
    private UserOutput output = null!;
    private Forgetting forgetting = null!;
    private MembershipVersion membership;
    private bool removed;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        account = Jid.Parse(this.GetPrimaryKeyString());
        membership = census.Version;
        output = new UserOutput(this.GetStreamProvider(GatewayFeed.Provider), Lose);
        archive = new UserArchive(account, archives);
        mail = new UserMail(account, archive, new MailWays(Exists, Pass, Refuse, fault => LogNotStored(account, fault)));
        post = new UserPost(account, roads, string.Create(CultureInfo.InvariantCulture, $"{account}#{archives.Random():x16}"), Lose);
        forgetting = new Forgetting(ForgetAll, archives.Time);
        shelf.Open();
        var found = await census.Take(account, shelf.Connections);
        unsure.UnionWith(found.Unreached);
        foreach (var session in found.Sessions)
            Admit(session);
        awake.Woke(this.GetPrimaryKeyString(), this.AsReference<IUserGrain>());
        _ = archive.Tidy();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        awake.Slept(this.GetPrimaryKeyString());
        forgetting.Stop();
        try
        {
            await mail.Idle.WaitAsync(cancellationToken);
            await Task.WhenAll(post.Idle, output.Idle).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogUnsent(account);
        }
    }

    public Task Bind(BoundSession session) => Enrol(session);

    public Task Unbind(string session)
    {
        output.Send(resources.Unbind(session));
        return Task.CompletedTask;
    }

    public async Task Take(UserCall call)
    {
        // Whatever the sessions of an account that has been removed still say brings nothing back.
        if (removed)
        {
            Close(call.By);
            return;
        }

        if (resources.FindSession(call.By.Session) is null)
            await Return(call.By);
        if (resources.FindSession(call.By.Session) is not { } sender)
            return;
        Upkeep();
        switch (call.Stanza)
        {
            case { Kind: StanzaKind.Presence, To: null }:
                output.Send(resources.Broadcast(sender.Session, call.Stanza));
                break;
            case { Kind: StanzaKind.Iq } when call.Stanza.To is not { } to || to == account:
                await Answer(sender, call.Stanza);
                break;
            default:
                await Take(call.Stanza with { From = sender.FullJid, To = call.Stanza.To ?? account }, Origin.Of(sender.Session, call.Counter, call.IsRepeated));
                break;
        }

        // A session that is faster than the archive, or than those it writes to, is read more slowly.
        await mail.Space();
        await post.Space();
    }

    public async Task Deliver(UserDelivery delivery)
    {
        Upkeep();
        var stanza = delivery.Stanza;
        // XEP-0313 §8.1: an archive is for its owner.
        if (archive.IsKept && stanza.To is { IsBare: true } && ArchiveQuestions.Concerns(stanza))
            Refuse(stanza, StanzaError.Forbidden());
        else
            await Take(stanza, Origin.Of(delivery.Source, delivery.Counter, delivery.IsRepeated));
    }

    public Task SilosLost()
    {
        DropDead();
        return Task.CompletedTask;
    }

    public Task Remove() => Expel();

    // It may come to an activation that has not heard of the removal.
    public async Task<bool> Forget() => await Expel() && await forgetting.Ask();

    private async Task<bool> Expel()
    {
        // From an activation of the account that does not know that it is over, this may come when the name belongs to somebody else.
        if (await IsRegistered())
            return false;
        removed = true;
        foreach (var resource in resources.All.ToList())
            Close(resource);
        resources.Clear();
        return true;
    }

    private async Task<bool> ForgetAll(CancellationToken end)
    {
        // What comes from now on is not stored; what is being stored has been found to be for an account that exists.
        await mail.Storing;
        await archive.Delete(end);
        // The row names the gateways that may have sessions. It goes, and the name is free, when none of them has one any more.
        var found = await census.Take(account, shelf.Connections.Union(unsure));
        foreach (var session in found.Sessions)
            Close(session);
        if (found.Sessions.Length > 0 || found.Unreached.Any(census.MayAnswer))
            return false;
        await shelf.Clear();
        unsure.Clear();
        return true;
    }

    private void Close(BoundSession session) => Close(new Resource(session.Session, session.FullJid, session.Connection, session.Bound));

    // XEP-0077 §3.2: the streams of a cancelled account end with not-authorized.
    private void Close(Resource session) => output.Close(session, StreamErrorCondition.NotAuthorized, "The account has been cancelled.");

    // The connection is stored before its session is served: what has been promised to a client survives this silo.
    private async Task Enrol(BoundSession session)
    {
        if (session.FullJid.Bare != account)
            throw new ArgumentException($"{session.FullJid} is no session of {account}.", nameof(session));
        var isKnown = shelf.Connections.Contains(session.Connection);
        // Whoever has logged in while the account was being cancelled does not bring it back.
        if ((removed || !isKnown) && !await IsRegistered())
        {
            removed = true;
            Close(session);
            return;
        }

        removed = false;
        if (!isKnown)
            await shelf.PutConnections([.. ConnectionsInUse(), session.Connection]);
        unsure.Remove(session.Connection);
        Admit(session);
    }

    // After a fault on the way to it a session counts as gone until it is heard of again: then the others see it again, and it sees them.
    private async Task Return(BoundSession session)
    {
        await Enrol(session with { Presence = null });
        if (session.Presence is not null)
            output.Send(resources.Broadcast(session.Session, session.Presence));
    }

    private IEnumerable<string> ConnectionsInUse() =>
        resources.All.Select(resource => resource.Connection).Concat(unsure).Distinct().Where(key => !census.IsDead(key));

    private void Admit(BoundSession session)
    {
        var resource = new Resource(session.Session, session.FullJid, session.Connection, session.Bound)
        {
            Presence = session.Presence is null ? null : session.Presence with { From = session.FullJid, To = null },
            Interested = session.Interested,
        };
        var (loser, announcements) = resources.Bind(resource);
        output.Send(announcements);
        if (loser is not null)
            output.Close(loser, StreamErrorCondition.Conflict, "Another session has taken this resource.");
    }

    private async Task Answer(Resource sender, Stanza iq)
    {
        if (iq.Type is not ("get" or "set"))
            return;
        if (RosterIntake.Read(iq) is { } request)
            await Answer(sender, iq, request);
        else if (archive.IsKept && ArchiveQuestions.Concerns(iq))
            await Answer(sender, iq, ArchiveQuestions.Read(iq, archive.Fields));
        else
            output.Send(iq.Error(StanzaError.ServiceUnavailable()), sender);
    }

    private async Task Answer(Resource sender, Stanza iq, RosterRequest request)
    {
        switch (shelf.Roster.Decide(request))
        {
            case RosterDecision.Shown shown:
                resources.TakeInterest(sender.Session);
                output.Send(shown.Query is null ? iq.Result() : iq.Result(shown.Query), sender);
                break;
            case RosterDecision.Changed changed:
                if (await shelf.Put(changed.Event))
                {
                    output.Send(Push(changed.Event), resources.Interested);
                    output.Send(iq.Result(), sender);
                    break;
                }

                output.Send(iq.Error(StanzaError.ResourceConstraint("The roster has no space for this; something has to be removed or shortened first.")), sender);
                break;
            case RosterDecision.Refused refused:
                output.Send(iq.Error(refused.Error), sender);
                break;
        }
    }

    private static Stanza Push(RosterEvent change) =>
        new(StanzaKind.Iq, Payload.Of(change.ToPush())) { Type = "set", Id = string.Create(CultureInfo.InvariantCulture, $"push-{change.Version}") };

    private async Task Answer(Resource sender, Stanza iq, ArchiveQuestion question)
    {
        switch (question)
        {
            case ArchiveQuestion.GetPreferences:
                output.Send(iq.Result(shelf.Preferences.ToElement()), sender);
                break;
            case ArchiveQuestion.SetPreferences set:
                output.Send(
                    await shelf.Put(set.Preferences)
                        ? iq.Result(shelf.Preferences.ToElement())
                        : iq.Error(StanzaError.ResourceConstraint("There is no space for so many addresses beside the roster.")),
                    sender);
                break;
            default:
                // What the session has sent before is in the archive then.
                mail.Then(iq with { From = sender.FullJid }, () => Show(sender.Session, iq, question));
                break;
        }
    }

    private async Task Show(string session, Stanza iq, ArchiveQuestion question)
    {
        IReadOnlyList<EncodedStanza> answer;
        try
        {
            answer = await archive.Answer(iq, question);
        }
        catch (Exception fault)
        {
            LogNotAnswered(account, fault);
            answer = [iq.Error(StanzaError.ResourceConstraint("The archive can't be read at the moment. Try again later.")).Encode()];
        }

        if (resources.FindSession(session) is { } asker)
            output.Send(answer, asker);
    }

    private async Task Take(Stanza stanza, Origin? origin)
    {
        var mark = origin?.MarkFor(account);
        if (mark is { } known && taken.Has(known))
            return;
        if (stanza.Kind == StanzaKind.Message)
            stanza = Letter.WithoutForgedIds(stanza, account);
        var letter = LetterOf(stanza) is { } worth ? worth with { Mark = mark } : null;

        // Decision: what a lost silo has stored is not stored again, but sent on again under the id that it has: whether it had gone out is unknown, and who has it already sees so by the id. Where
        // nothing is stored nothing is known of what went out: such a message may come twice.
        var stored = letter is not null && origin is { IsRepeated: true } ? await archive.Find(mark!.Value) : null;
        if (mark is { } next)
            taken.Add(next);
        if (stored is { } id)
            mail.Take(stanza.To!.Bare == account ? Letter.Marked(stanza, account, id) : stanza, null, origin);
        else
            mail.Take(stanza, letter, origin);
    }

    // From one of the own sessions or for one: in either case it is this account's archive that keeps it.
    private Letter? LetterOf(Stanza stanza)
    {
        if (!archive.IsKept || stanza.From is null || !Keeping.IsWorth(stanza))
            return null;
        var letter = Letter.Of(stanza, account);
        return IsWanted(letter) ? letter : null;
    }

    private bool IsWanted(Letter letter) =>
        shelf.Preferences.Want(letter.With, shelf.Roster) && (letter.Stanza.To!.Bare != account || DeliveryRules.Accepts(resources, letter.Stanza));

    private async Task<bool> Exists() => (!removed && shelf.Connections.Count > 0) || await IsRegistered();

    private Task<bool> IsRegistered() => GrainFactory.GetGrain<IUserRegistrationGrain>(account.ToString()).Exists();

    private void Pass(Stanza stanza, Origin? origin)
    {
        if (stanza.To!.Bare == account)
            Route(stanza);
        else
            post.Send(stanza, origin);
    }

    private void Route(Stanza stanza)
    {
        var (to, refusal) = Letter.IsMarked(stanza, account) ? DeliveryRules.DecideStored(resources, stanza) : DeliveryRules.Decide(resources, stanza);
        output.Send(stanza, to);
        if (refusal is not null && stanza.From is not null)
            Pass(stanza.Error(refusal), null);
    }

    private void Refuse(Stanza stanza, StanzaError error)
    {
        if (stanza.CanBeAnswered && stanza.From is not null)
            Pass(stanza.Error(error), null);
    }

    private void Lose(Stanza stanza, Exception fault)
    {
        LogNotDelivered(stanza.To!, fault);
        if (stanza.From?.Bare == account)
            Refuse(stanza, fault is OrleansException or TimeoutException ? StanzaError.ResourceConstraint("They can't be reached now; try again later.") : StanzaError.InternalServerError());
    }

    private void Lose(ConnectionLoss loss)
    {
        LogConnectionLost(loss.Connection, account, loss.Fault);
        unsure.Add(loss.Connection);
        Drop(loss.Connection);
        // What was sent to nobody else goes where it would have gone without that session: to another one, or back.
        foreach (var message in loss.Undelivered.Where(stanza => stanza.Kind == StanzaKind.Message))
            Route(message);
    }

    private void Upkeep()
    {
        DropDead();
        _ = archive.Tidy();
    }

    private void DropDead()
    {
        if (membership == census.Version)
            return;
        membership = census.Version;
        foreach (var connection in resources.All.Select(resource => resource.Connection).Distinct().Where(census.IsDead).ToList())
            Drop(connection);
    }

    private void Drop(string connection)
    {
        foreach (var resource in resources.All.Where(resource => resource.Connection == connection).ToList())
            output.Send(resources.Unbind(resource.Session));
    }
}
