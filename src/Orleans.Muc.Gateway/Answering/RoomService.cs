using System.Text;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>The room service's own address (XEP-0045 §6.1 to §6.3): what it can do, and its public rooms, paged by XEP-0059, and searched by XEP-0433.</summary>
internal sealed class RoomService(MucIdentity identity, CommonAnswers common, IGrainFactory grains, ITokens tokens)
{
    /// <summary>Rooms in an answer when the client asks for no page size, and at most.</summary>
    private const int PageSize = 100;

    private static readonly string[] Features = [.. CommonAnswers.Features, Ns.Muc, Ns.MucUnique, Ns.MucStableId, Ns.OccupantId, Ns.Rsm, Ns.ChannelSearch, Ns.VCard];

    private static readonly Discoverable Self = new("conference", "text", "Rooms", Features);

    private readonly ChannelSearch search = new(identity, grains);

    public ValueTask Take(SessionEntry sender, Stanza stanza)
    {
        if (stanza.Kind != StanzaKind.Iq)
            return Refuse(sender, stanza);
        if (stanza.Type is "result" or "error")
            return ValueTask.CompletedTask;
        if (stanza.Type == "get" && stanza.Payload.Element("query", Ns.DiscoItems) is { } items && !Discovery.AsksForNode(items))
            return List(sender, stanza, items);
        if (stanza.Type == "get" && stanza.Payload.Element("search", Ns.ChannelSearch) is { } asked)
            return search.Take(sender, stanza, asked);
        if (stanza.Type == "get" && stanza.Payload.Find("unique", Ns.MucUnique) is not null)
        {
            // XEP-0307 §2: a name that no room has, and nobody guesses.
            sender.Session.Send(stanza.Result(new Element("unique", Ns.MucUnique).Add(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(tokens.Next())))));
            return ValueTask.CompletedTask;
        }

        sender.Session.Send(Discovery.Answer(stanza, Self) ?? common.Answer(stanza));
        return ValueTask.CompletedTask;
    }

    private async ValueTask List(SessionEntry sender, Stanza iq, Element query)
    {
        if (!PageRequest.TryRead(query, out var asked))
        {
            sender.Session.Send(iq.Error(StanzaError.BadRequest()));
            return;
        }

        var page = new RoomPage { Most = Math.Min(asked?.Max ?? PageSize, PageSize), After = asked?.After, Before = asked?.Before, Index = asked?.Index };
        var listing = await grains.GetGrain<IRoomDirectoryGrain>(identity.Service.ToString()).List(page);
        var rooms = listing.Rooms;
        var answer = Discovery.Items();
        foreach (var room in rooms)
            answer.Add(Discovery.Item(room.Room, string.IsNullOrEmpty(room.Name) ? null : room.Name));

        // XEP-0045 §6.3: without being asked, where these aren't all.
        (string, string)? ends = rooms.Length > 0 ? (rooms[0].Room.ToString(), rooms[^1].Room.ToString()) : null;
        if (asked is not null || listing.Total > rooms.Length)
            answer.Add(PageRequest.Answer(ends, listing.FirstIndex, listing.Total));
        sender.Session.Send(iq.Result(answer));
    }

    /// <summary>Nobody sits at the service itself.</summary>
    private static ValueTask Refuse(SessionEntry sender, Stanza stanza)
    {
        if (stanza.CanBeAnswered && stanza.Type != "unavailable")
            sender.Session.Send(stanza.Error(StanzaError.ServiceUnavailable("Address a room: room@service.")));
        return ValueTask.CompletedTask;
    }
}
