using System.Diagnostics;
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
/// <param name="account">Whose post it is.</param>
/// <param name="roads">How others are reached.</param>
/// <param name="source">The origin of what comes from no session; no other activation has it.</param>
/// <param name="lost">Hears of what did not arrive, and why.</param>
internal sealed class UserPost(Jid account, UserPostRoads roads, string source, Action<Stanza, Exception> lost)
{
    /// <summary>Stanzas that may wait for one recipient: its grain takes one in milliseconds, unless its silo has died.</summary>
    public const int MostPending = 1000;

    /// <summary>Bytes of what may wait for all of them together; a single stanza may be larger.</summary>
    public const int MostPendingBytes = 8 << 20;

    private readonly Dictionary<Jid, Queue<Item>> lanes = [];
    private readonly Dictionary<Jid, Task> running = [];
    private readonly Slack slack = new(MostPending, roads.Time);
    private readonly Slack bytesSlack = new(MostPendingBytes, roads.Time);
    private long counter;
    private int pendingBytes;

    /// <summary>Completes when nothing is on its way.</summary>
    public Task Idle => Task.WhenAll(running.Values);

    /// <summary>Completes when there is space for more in every lane, or after a moment without.</summary>
    public Task Space() => Task.WhenAll(slack.Until(Longest), bytesSlack.Until(pendingBytes));

    private int Longest => lanes.Count == 0 ? 0 : lanes.Values.Max(lane => lane.Count);

    /// <param name="stanza">To somebody else.</param>
    /// <param name="origin">Null for what comes from no session.</param>
    public void Send(Stanza stanza, Origin? origin)
    {
        var to = stanza.To!.Bare;
        if (roads.To(account, stanza, origin ?? new Origin(source, ++counter, false)) is not { } call)
            return;
        var isNew = !lanes.TryGetValue(to, out var lane);
        lane ??= [];
        var weight = StanzaWeight.Of(stanza);
        if (lane.Count >= MostPending || (pendingBytes > 0 && pendingBytes + weight > MostPendingBytes))
        {
            lost(stanza, new TimeoutException("The recipient does not keep up."));
            return;
        }

        lane.Enqueue(new Item(stanza, call));
        pendingBytes += weight;
        if (!isNew)
            return;
        lanes.Add(to, lane);
        running[to] = Run(to, lane);
    }

    private async Task Run(Jid to, Queue<Item> lane)
    {
        // Not within the turn that sends.
        await Task.Yield();
        // The loop goes on beyond the call that began it.
        Activity.Current = null;
        while (lane.TryPeek(out var next))
        {
            try
            {
                await Patiently.Call(next.Call, Patiently.UntilMoved, roads.Time);
            }
            catch (Exception fault)
            {
                lost(next.Stanza, fault);
            }

            lane.Dequeue();
            pendingBytes -= StanzaWeight.Of(next.Stanza);
            slack.Left(Longest);
            bytesSlack.Left(pendingBytes);
        }

        lanes.Remove(to);
        running.Remove(to);
    }

    private sealed record Item(Stanza Stanza, Func<bool, Task> Call);
}

/// <summary>How others are reached.</summary>
internal sealed class UserPostRoads(IGrainFactory grains, MucIdentity identity, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>The call that brings a stanza of <paramref name="account"/> to whom it is for, told whether it has been made before; null when nobody can be reached there.</summary>
    public Func<bool, Task>? To(Jid account, Stanza stanza, Origin origin)
    {
        var to = stanza.To!.Bare;
        // A call of the session that was repeated may have been passed on before, by an activation that is gone.
        var delivery = new UserDelivery(origin.Source, origin.Counter, stanza);
        if (AccountRules.IsAccount(to, identity.Domain))
            return isRepeated => grains.GetGrain<IUserGrain>(to.ToString()).Deliver(delivery with { IsRepeated = isRepeated || origin.IsRepeated });
        // A room that has asked on behalf of an occupant knows the account by its bare JID, where others have a session.
        if (stanza.Kind == StanzaKind.Iq && to.Domainpart == identity.Service.Domainpart && to.Localpart is not null)
            return _ => grains.GetGrain<IRoomGrain>(to.ToString()).Take(new RoomCall(RoomCallKind.Stanza, "", account.ToString(), 0, account, stanza with { From = account }));
        return null;
    }
}
