using System.Globalization;
using System.Text;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Gateway.Sessions;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>The room service's own address (XEP-0045 §6.1 to §6.3): what it can do, and its public rooms, paged by XEP-0059.</summary>
internal sealed class RoomService(MucIdentity identity, CommonAnswers common, IGrainFactory grains, ITokens tokens)
{
    /// <summary>Rooms in an answer when the client asks for no page size, and at most.</summary>
    private const int PageSize = 100;

    private static readonly string[] Features = [.. CommonAnswers.Features, Ns.Muc, Ns.MucUnique, Ns.MucStableId, Ns.Rsm];

    private static readonly Discoverable Self = new("conference", "text", "Rooms", Features);

    public ValueTask Take(SessionEntry sender, Stanza stanza)
    {
        if (stanza.Kind != StanzaKind.Iq)
            return Refuse(sender, stanza);
        if (stanza.Type is "result" or "error")
            return ValueTask.CompletedTask;
        if (stanza.Type == "get" && stanza.Payload.Element("query", Ns.DiscoItems) is { } items && !Discovery.AsksForNode(items))
            return List(sender, stanza, items);
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
        var set = query.Child("set", Ns.Rsm);
        var most = int.TryParse(set?.Child("max", Ns.Rsm)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? Math.Min(max, PageSize) : PageSize;
        var directory = grains.GetGrain<IRoomDirectoryGrain>(identity.Service.ToString());
        var listing = await directory.List(set?.Child("after", Ns.Rsm)?.Text, Math.Max(most, 1));
        var rooms = most == 0 ? [] : listing.Rooms;
        var answer = Discovery.Items();
        foreach (var room in rooms)
            answer.Add(Discovery.Item(room.Room, room.Name));
        if (set is not null || listing.Total > rooms.Length)
            answer.Add(Page(listing, rooms));
        sender.Session.Send(iq.Result(answer));
    }

    private static Element Page(RoomListing listing, ListedRoom[] rooms)
    {
        var page = new Element("set", Ns.Rsm);
        if (rooms.Length > 0)
        {
            page.Add(new Element("first", Ns.Rsm).With("index", listing.FirstIndex.ToString(CultureInfo.InvariantCulture)).Add(rooms[0].Room.ToString()));
            page.Add("last", rooms[^1].Room.ToString());
        }

        return page.Add("count", listing.Total.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Nobody sits at the service itself.</summary>
    private static ValueTask Refuse(SessionEntry sender, Stanza stanza)
    {
        if (stanza.CanBeAnswered && stanza.Type != "unavailable")
            sender.Session.Send(stanza.Error(StanzaError.ServiceUnavailable("Address a room: room@service.")));
        return ValueTask.CompletedTask;
    }
}
