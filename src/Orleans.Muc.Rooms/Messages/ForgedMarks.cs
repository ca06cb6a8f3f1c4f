using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// What only the room itself may say: roles and affiliations (XEP-0045 §17.3), its stanza ids (XEP-0359 §6), occupant ids (XEP-0421 §4),
/// hats (XEP-0317), moderation (XEP-0425), tombstones (XEP-0424) and its own delay stamps (XEP-0203 §8). A client's version of it is never reflected.
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

    private static bool Claims(PayloadChild child, string attribute, Jid room) =>
        child.Parse()[attribute] is not { } address || (Jid.TryParse(address, out var jid) && jid.Bare == room);
}
