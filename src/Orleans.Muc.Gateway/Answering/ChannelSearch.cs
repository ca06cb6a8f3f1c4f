using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Orleans.Muc.Abstractions;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Hall;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>XEP-0433: the public rooms of the service searched by words, and told with what a client would ask each of them for.</summary>
internal sealed class ChannelSearch(MucIdentity identity, IGrainFactory grains)
{
    private const int PageSize = 50;
    private const int MostPerPage = 100;

    /// <summary>Answers a <c>search</c>. A session's next stanza waits for it, so one has one search going.</summary>
    public async ValueTask Take(SessionEntry sender, Stanza iq, Element search)
    {
        if (search.Child("x", Ns.DataForms) is not { } x)
        {
            sender.Session.Send(iq.Result(new Element("search", Ns.ChannelSearch).Add(ChannelSearchForm.Blank())));
            return;
        }

        StanzaError? error = null;
        ChannelQuery? query = null;
        if (DataForm.From(x) is not { } form || !PageRequest.TryRead(search, out var page))
            error = StanzaError.BadRequest();
        else if (ChannelSearchForm.TryRead(form, out query, out error))
            TryTurnTo(page, ref query, out error);
        sender.Session.Send(error is null ? iq.Result(await Result(query!)) : iq.Error(error));
    }

    /// <summary>The page of the answer. XEP-0059 §2.6 leaves jumping to an index to who can do it at no great cost.</summary>
    private static bool TryTurnTo(PageRequest? page, ref ChannelQuery query, [NotNullWhen(false)] out StanzaError? error)
    {
        error = page?.Index > 0 ? StanzaError.FeatureNotImplemented("Ask for the page after or before an item.") : null;
        query = query with { Most = Math.Min(page?.Max ?? PageSize, MostPerPage), Backwards = page?.Before is not null };
        if (page?.After is { } after)
            query = query with { After = Read(after, query.Order) };
        if (page?.Before is { Length: > 0 } before)
            query = query with { Before = Read(before, query.Order) };

        // XEP-0059 §2.4: an id that says nothing about a place.
        if ((page?.After is not null && query.After is null) || (page?.Before is { Length: > 0 } && query.Before is null))
            error ??= StanzaError.ItemNotFound();
        return error is null;
    }

    private async Task<Element> Result(ChannelQuery query)
    {
        var directory = grains.GetGrain<IRoomDirectoryGrain>(identity.Service.ToString());
        FoundChannel[] rooms = [];
        var (matches, preceding) = (0, 0);
        string? from = null;
        do
        {
            var part = await directory.Search(query, from);
            rooms = query.Choose(rooms.Concat(part.Rooms));
            matches += part.Matches;
            preceding += part.Preceding;
            from = part.Next;
        }
        while (from is not null);

        var index = query.Backwards ? preceding - rooms.Length : preceding;
        (string, string)? ends = rooms.Length > 0 ? (Write(rooms[0].Position, query.Order), Write(rooms[^1].Position, query.Order)) : null;
        return new Element("result", Ns.ChannelSearch).Add(rooms.Select(Item)).Add(PageRequest.Answer(ends, index, matches));
    }

    private static Element Item(FoundChannel room)
    {
        var item = new Element("item", Ns.ChannelSearch).With("address", room.Room.ToString());
        if (!string.IsNullOrEmpty(room.Name))
            item.Add("name", room.Name);
        if (!string.IsNullOrEmpty(room.Description))
            item.Add("description", room.Description);
        if (!string.IsNullOrEmpty(room.Language))
            item.Add("language", room.Language);
        if (room.Occupants is { } occupants)
            item.Add("nusers", occupants.ToString(CultureInfo.InvariantCulture));
        item.Add("service-type", "xep-0045");

        // Decision: by its being there, as the examples have it; §6.2 speaks of a boolean inside.
        if (room.IsOpen == true)
            item.Add("is-open", null);
        if (room.IsNonAnonymous is { } open)
            item.Add("anonymity-mode", open ? "{urn:xmpp:channel-search:0:anonymity}none" : "muc_semianonymous");
        return item;
    }

    /// <summary>A place as an id: the address, with the number of occupants before it where they are counted.</summary>
    private static string Write(ChannelPosition position, ChannelOrder order) =>
        order == ChannelOrder.Address ? position.Address : string.Create(CultureInfo.InvariantCulture, $"{position.Occupants} {position.Address}");

    private static ChannelPosition? Read(string id, ChannelOrder order)
    {
        if (order == ChannelOrder.Address)
            return new ChannelPosition(0, id);
        return id.Split(' ', 2) is [var number, var address] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var occupants)
            ? new ChannelPosition(occupants, address)
            : null;
    }
}
