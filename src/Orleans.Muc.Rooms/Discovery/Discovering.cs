using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §6.4, §6.5 and §7.12: what a room tells of itself.</summary>
internal static class Discovering
{
    /// <summary>§7.12: the node at which a user finds the nickname reserved for them.</summary>
    private const string ReservedNickNode = "x-roomuser-item";

    private static readonly string[] Always =
    [
        Ns.DiscoInfo,
        Ns.DiscoItems,
        Ns.Muc,
        Ns.MucStableId,
        Ns.MucSelfPing,
        Ns.MucAffiliations,
        Ns.MucRegister,
        Ns.MucRequest,
        Ns.MucRoomConfig,
        Ns.MucRoomInfo,
        Ns.Register,
        Ns.Ping,
        Ns.Rsm,
        Ns.OccupantId,
        Ns.StanzaIds,
        Ns.Retraction,
        Ns.RetractionTombstone,
        Ns.Moderation,
        Ns.Hats,
        Ns.Commands,
        Ns.VCard,
    ];

    public static Decision Decide(Room room, Discover request) => (request.Items, request.Node) switch
    {
        (true, null) => new Decision().Answer(OccupantItems.For(room, request)),
        (false, null) => new Decision().Answer(Information(room, request)),
        (false, ReservedNickNode) => new Decision().Answer(ReservedNick(room, request)),
        (true, Ns.Commands) => CommandDiscovery.List(room, request),
        (false, Ns.Commands) => CommandDiscovery.OfList(),
        (false, { } node) when RoomCommands.Find(node) is { } command => CommandDiscovery.Of(room, request, command),
        // §18.1.1: no namespace is kept out, so there is no list of those let in.
        (false, Ns.MucTraffic) => StanzaError.ServiceUnavailable(),
        _ => StanzaError.ItemNotFound(),
    };

    /// <summary>§7.12: empty when there is none.</summary>
    private static Element ReservedNick(Room room, Discover request)
    {
        var query = new Element("query", Ns.DiscoInfo).With("node", ReservedNickNode);
        return room.Affiliations.NickOf(request.By.FullJid.Bare) is { } nick
            ? query.Add(Identity(nick.Value))
            : query;
    }

    private static Element Information(Room room, Discover request)
    {
        var configuration = room.Configuration;
        var query = new Element("query", Ns.DiscoInfo)
            .Add(Identity(configuration.RoomName.Length > 0 ? configuration.RoomName : room.Jid.Localpart ?? room.Jid.ToString()));
        foreach (var feature in Always.Concat(KindOf(configuration)).Concat(ArchiveAccess.Features(room)).Concat(room.Rules.Features).Distinct(StringComparer.Ordinal))
            query.Add(new Element("feature", Ns.DiscoInfo).With("var", feature));
        return query.Add(RoomInfo(room, request).ToElement());
    }

    private static Element Identity(string name) =>
        new Element("identity", Ns.DiscoInfo).With("category", "conference").With("name", name).With("type", "text");

    /// <summary>§16.3: one feature of each pair.</summary>
    private static string[] KindOf(RoomConfiguration room) =>
    [
        room.PublicRoom ? "muc_public" : "muc_hidden",
        room.PersistentRoom ? "muc_persistent" : "muc_temporary",
        room.MembersOnly ? "muc_membersonly" : "muc_open",
        room.ModeratedRoom ? "muc_moderated" : "muc_unmoderated",
        room.IsNonAnonymous ? "muc_nonanonymous" : "muc_semianonymous",
        room.RoomSecret is not null ? "muc_passwordprotected" : "muc_unsecured",
    ];

    /// <summary>§16.5.4: the muc#roominfo form (XEP-0128).</summary>
    private static DataForm RoomInfo(Room room, Discover request)
    {
        var configuration = room.Configuration;
        var form = new DataForm("result", Ns.MucRoomInfo);
        Add("muc#roomconfig_roomname", "Name", configuration.RoomName, "text-single");
        Add("muc#roominfo_description", "Description", configuration.RoomDesc, "text-single");
        Add("muc#roominfo_lang", "Language of the discussion", configuration.Lang, "text-single");
        Add("muc#roominfo_occupants", "Number of occupants", room.Occupants.Count.ToString(CultureInfo.InvariantCulture), "text-single");
        Add("muc#roominfo_subjectmod", "Participants may change the subject", configuration.ChangeSubject ? "1" : "0", "boolean");
        Add("muc#roomconfig_changesubject", "Participants may change the subject", configuration.ChangeSubject ? "1" : "0", "boolean");
        Add("muc#roomconfig_allowinvites", "Members may invite", configuration.AllowInvites ? "1" : "0", "boolean");
        Add("muc#maxhistoryfetch", "Most messages of history", Math.Min(configuration.MaxHistoryFetch, room.Rules.MaxHistory).ToString(CultureInfo.InvariantCulture), "text-single");

        Add("muc#roominfo_slow_mode_duration", "Seconds between two messages of one person", configuration.SlowModeDuration.ToString(CultureInfo.InvariantCulture), "text-single");
        if (configuration.PubSub.Length > 0)
            Add("muc#roomconfig_pubsub", "Associated publish-subscribe node", configuration.PubSub, "text-single");
        if (configuration.Logs.Length > 0)
            Add("muc#roominfo_logs", "Public log", configuration.Logs, "text-single");
        if (configuration.LdapGroup.Length > 0)
            Add("muc#roominfo_ldapgroup", "Associated LDAP group", configuration.LdapGroup, "text-single");
        if (configuration.ContactJids.Length > 0)
            form.Fields.Add(new FormField("muc#roominfo_contactjid", "jid-multi", configuration.ContactJids.Split('\n')) { Label = "Contact addresses" });
        if (PublishingCard.Hashes(room.Card) is { IsEmpty: false } hashes)
            form.Fields.Add(new FormField("muc#roominfo_avatarhash", "text-multi", hashes) { Label = "Avatar hash" });

        // XEP-0317 §2: for who may list them, so that a client knows when to.
        if (room.Hats.Hats.Count > 0 && HatListing.Command.IsFor(room, request.By.FullJid.Bare))
            Add(HatForm.Hash, "Hats hash", room.Hats.Hash, "text-single");

        // What a closed room talks about is for those inside.
        if (configuration.IsForAnybody || room.Occupants.Of(request.By.FullJid.Bare).Count > 0)
            Add("muc#roominfo_subject", "Subject", room.Subject?.Text ?? "", "text-single");
        return form;

        void Add(string var, string label, string value, string type) => form.Fields.Add(new FormField(var, type, value) { Label = label });
    }
}
