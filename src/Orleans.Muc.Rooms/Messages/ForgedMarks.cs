using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// What only the room itself may say: roles and affiliations (XEP-0045 §17.3), its stanza ids (XEP-0359 §6), occupant ids (XEP-0421 §4),
/// hats (XEP-0317), moderation (XEP-0425), tombstones (XEP-0424) and its own delay stamps (XEP-0203 §8). A client's version of it is never reflected.
/// In messages neither are stanza ids of this server's accounts, which only the accounts' server gives (XEP-0359 §3 rule 2); other domains rooms can't speak for.
/// </summary>
internal static class ForgedMarks
{
    public static bool IsForged(PayloadChild child, Jid room) => child.Namespace switch
    {
        Ns.MucUser or Ns.MucAdmin or Ns.MucOwner or Ns.OccupantId or Ns.Hats or Ns.Moderation => true,
        Ns.Retraction => child.Name == "retracted" || child.Parse().Child("moderated", Ns.Moderation) is not null,
        Ns.StanzaIds => child.Name == "stanza-id" && Claims(child, "by", room),
        Ns.Delay or Ns.LegacyDelay => Claims(child, "from", room),
        _ => false,
    };

    /// <summary>Whether a message may not be passed on with it.</summary>
    public static bool IsForged(PayloadChild child, Room room) => IsForged(child, room.Jid) || IsIdByAccount(child, room.Rules.Domain);

    private static bool IsIdByAccount(PayloadChild child, Jid? domain) =>
        domain is not null && child is { Name: "stanza-id", Namespace: Ns.StanzaIds }
        && Jid.TryParse(child.Parse()["by"], out var by) && by is { IsBare: true, Localpart: not null } && by.Domain == domain;

    private static bool Claims(PayloadChild child, string attribute, Jid room) =>
        child.Parse()[attribute] is not { } address || (Jid.TryParse(address, out var jid) && jid.Bare == room);
}
