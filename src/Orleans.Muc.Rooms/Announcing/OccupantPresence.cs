using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The presence a room sends in an occupant's name: the client's own part, the occupant id, the hats, and one <c>x</c> of muc#user.</summary>
internal static class OccupantPresence
{
    /// <summary>Through whose eyes.</summary>
    public enum View
    {
        /// <summary>With the real JID (XEP-0045 §7.2.3).</summary>
        Full,

        /// <summary>Without it (§7.2.4).</summary>
        Anonymous,

        /// <summary>The occupant's own eyes: the JID, and code 110.</summary>
        Self,
    }

    public static EncodedStanza Available(Occupant occupant, View view, Circumstance circumstance)
    {
        var item = Item(occupant, occupant.Role, view, circumstance);
        var x = X(view, circumstance, item);
        return Encode(occupant, occupant.Shown.Presence, x, view == View.Self ? circumstance.Id : null);
    }

    /// <summary>XEP-0045 §7.14: gone, so the role is none.</summary>
    public static EncodedStanza Unavailable(Occupant occupant, View view, Circumstance circumstance) =>
        Unavailable(occupant, X(view, circumstance, Item(occupant, Role.None, view, circumstance)), circumstance);

    /// <summary>XEP-0045 §7.6: not gone but known as <paramref name="newNick"/>; the role stays.</summary>
    public static EncodedStanza Renamed(Occupant occupant, View view, Nick newNick)
    {
        var item = Item(occupant, occupant.Role, view, Circumstance.None).With("nick", newNick.Value);
        var circumstance = new Circumstance { Codes = [StatusCode.NickChanged] };
        return Unavailable(occupant, X(view, circumstance, item), circumstance);
    }

    /// <summary>XEP-0045 §10.9: the room is gone, and the occupant with it.</summary>
    public static EncodedStanza RoomDestroyed(Occupant occupant, Element destroy)
    {
        var item = new Element("item", Ns.MucUser).With("affiliation", Affiliation.None.ToName()).With("role", Role.None.ToName());
        var x = new Element("x", Ns.MucUser).Add(item).Add(destroy).Add(Status(StatusCode.SelfPresence));
        return Unavailable(occupant, x, Circumstance.None);
    }

    public static Element Status(StatusCode code) =>
        new Element("status", Ns.MucUser).With("code", ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static EncodedStanza Unavailable(Occupant occupant, Element x, Circumstance circumstance)
    {
        var farewell = circumstance.Farewell ?? ClientPresence.Plain;
        return (Stanza(occupant, farewell, occupant.Mark, x) with { Type = "unavailable" }).Encode();
    }

    private static EncodedStanza Encode(Occupant occupant, ClientPresence own, Element x, string? id) =>
        (Stanza(occupant, own, occupant.Mark.With(occupant.Hats), x) with { Id = id }).Encode();

    private static Stanza Stanza(Occupant occupant, ClientPresence own, Payload marks, Element x) =>
        new(StanzaKind.Presence, own.Payload.With(marks).With(x)) { From = occupant.OccupantJid, Lang = own.Lang };

    /// <summary>Decision: the codes of what happened, then the item, then 110; the spec leaves their order open.</summary>
    private static Element X(View view, Circumstance circumstance, Element item)
    {
        var x = new Element("x", Ns.MucUser).Add(circumstance.Mav);
        foreach (var code in circumstance.Codes)
            x.Add(Status(code));
        x.Add(item);
        return view == View.Self ? x.Add(Status(StatusCode.SelfPresence)) : x;
    }

    private static Element Item(Occupant occupant, Role role, View view, Circumstance circumstance)
    {
        var item = new Element("item", Ns.MucUser).With("affiliation", occupant.Affiliation.ToName()).With("role", role.ToName());
        if (view != View.Anonymous)
            item["jid"] = occupant.Shown.Visit.FullJid.ToString();
        item.Add(ActorElement(view, circumstance.Actor));
        if (circumstance.Reason is not null)
            item.Add("reason", circumstance.Reason);
        return item;
    }

    /// <summary>The one it was done to is never told the JID of who did it; without a nickname there is nothing left to say.</summary>
    private static Element? ActorElement(View view, Actor? actor)
    {
        if (actor is null || (view != View.Full && actor.Nick is null))
            return null;
        return new Element("actor", Ns.MucUser)
            .With("jid", view == View.Full ? actor.FullJid.ToString() : null)
            .With("nick", actor.Nick?.Value);
    }
}
