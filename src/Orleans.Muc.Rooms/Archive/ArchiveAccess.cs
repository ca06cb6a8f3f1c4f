using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Whether a room has an archive (XEP-0313), who may read it and what of it.</summary>
internal static class ArchiveAccess
{
    /// <summary>What the room says of itself in discovery (§6; XEP-0431 §2.1).</summary>
    public static string[] Features(Room room) =>
        !IsServed(room) ? [] : room.Rules.HasFullText ? [Ns.Mam, Ns.MamExtended, Ns.FullText] : [Ns.Mam, Ns.MamExtended];

    /// <summary>Where messages are not stored, or the room's owners want none kept, there is no archive at all.</summary>
    public static bool IsServed(Room room) => room.Rules.HasArchive && room.Configuration.EnableArchiving;

    /// <summary>The fields that a query to a room may have. Everything in a room is groupchat, so that is nothing to choose by.</summary>
    public static ArchiveFields Fields(Room room) => new() { FullText = room.Rules.HasFullText };

    /// <summary>
    /// §5.1.2: who may enter the room at this moment may read; outcasts never. Decision: a query has no place for a password, so that of a room with one is for the affiliated and for those
    /// who are inside.
    /// </summary>
    public static StanzaError? Refusal(Room room, RoomRequest request)
    {
        if (!IsServed(room))
            return StanzaError.ServiceUnavailable();
        var user = request.By.FullJid.Bare;
        var affiliation = room.AffiliationOf(user);
        var mayEnter = affiliation != Affiliation.Outcast && room.Configuration.Allows(Privilege.Enter, Role.None, affiliation);
        var knowsPassword = room.Configuration.RoomSecret is null || affiliation >= Affiliation.Member || room.Occupants.Of(user).Count > 0;
        return mayEnter && knowsPassword ? null : StanzaError.Forbidden();
    }

    /// <summary>§5.1.2: whether somebody has the right to know real JIDs at this moment; who is outside has it as if he entered.</summary>
    public static bool ShowsJids(Room room, Jid user)
    {
        var role = room.Occupants.RoleOf(user);
        return room.Configuration.ShowsJidsTo(role == Role.None ? room.Configuration.InitialRole(room.AffiliationOf(user)) : role);
    }

    /// <summary>The last id that is too old to be shown to anybody; null when none is.</summary>
    public static StanzaId? Horizon(Room room, DateTimeOffset now)
    {
        var days = (room.Configuration.ArchiveDays, room.Rules.ArchiveDays) switch
        {
            (0, var service) => service,
            (var own, 0) => own,
            var (own, service) => Math.Min(own, service),
        };
        return days == 0 ? null : StanzaId.LastBefore(now.AddDays(-days));
    }
}
