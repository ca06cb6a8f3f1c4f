using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>
/// What a user sends to others: one lane for each of them, in order, beside the grain's turns, because two users that write to each other must not wait for each other. What does not arrive is
/// reported to <paramref name="lost"/>.
/// </summary>
internal sealed class UserPost(Jid account, UserPostRoads roads, Action<Stanza, Exception> lost)
{
    /// <summary>Stanzas that may wait for one recipient: its grain takes one in milliseconds, unless its silo has died.</summary>
    private const int MostPending = 1000;

    private readonly Dictionary<Jid, Queue<Stanza>> lanes = [];
    private readonly Dictionary<Jid, Task> running = [];
    private readonly Slack slack = new(MostPending, roads.Time);

    /// <summary>Completes when nothing is on its way.</summary>
    public Task Idle => Task.WhenAll(running.Values);

    /// <summary>Completes when there is space for more in every lane, or after a moment without.</summary>
    public Task Space() => slack.Until(Longest);

    private int Longest => lanes.Count == 0 ? 0 : lanes.Values.Max(lane => lane.Count);

    public void Send(Stanza stanza)
    {
        var to = stanza.To!.Bare;
        if (roads.To(account, to, stanza) is null)
            return;
        if (!lanes.TryGetValue(to, out var lane))
            lanes.Add(to, lane = []);
        if (lane.Count >= MostPending)
        {
            lost(stanza, new TimeoutException("The recipient does not keep up."));
            return;
        }

        lane.Enqueue(stanza);
        if (lane.Count == 1)
            running[to] = Run(to, lane);
    }

    private async Task Run(Jid to, Queue<Stanza> lane)
    {
        // Not within the turn that sends.
        await Task.Yield();
        while (lane.TryPeek(out var next))
        {
            try
            {
                await Patiently.Call(roads.To(account, to, next)!, Patiently.UntilMoved, roads.Time);
            }
            catch (Exception fault)
            {
                lost(next, fault);
            }

            lane.Dequeue();
            slack.Left(Longest);
        }

        lanes.Remove(to);
        running.Remove(to);
    }
}

/// <summary>How others are reached.</summary>
internal sealed class UserPostRoads(IGrainFactory grains, MucIdentity identity, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>The call that brings a stanza of <paramref name="account"/> to somebody; null when nobody can be reached there.</summary>
    public Func<Task>? To(Jid account, Jid to, Stanza stanza)
    {
        if (AccountRules.IsAccount(to, identity.Domain))
            return () => grains.GetGrain<IUserGrain>(to.ToString()).Deliver(stanza);
        // A room that has asked on behalf of an occupant knows the account by its bare JID, where others have a session.
        if (stanza.Kind == StanzaKind.Iq && to.Domainpart == identity.Service.Domainpart && to.Localpart is not null)
            return () => grains.GetGrain<IRoomGrain>(to.ToString()).Take(new RoomCall(RoomCallKind.Stanza, "", account.ToString(), 0, account, stanza with { From = account }));
        return null;
    }
}
