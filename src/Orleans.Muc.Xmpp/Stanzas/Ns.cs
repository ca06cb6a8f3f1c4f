namespace Orleans.Muc.Xmpp;

/// <summary>XML namespaces of the protocols spoken here, named after their specification.</summary>
public static class Ns
{
    public const string Client = "jabber:client";
    public const string Server = "jabber:server";
    public const string Xml = "http://www.w3.org/XML/1998/namespace";
    public const string Xmlns = "http://www.w3.org/2000/xmlns/";

    // RFC 6120, RFC 6121, RFC 7395
    public const string Streams = "http://etherx.jabber.org/streams";
    public const string StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";
    public const string Stanzas = "urn:ietf:params:xml:ns:xmpp-stanzas";
    public const string Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
    public const string Tls = "urn:ietf:params:xml:ns:xmpp-tls";
    public const string Bind = "urn:ietf:params:xml:ns:xmpp-bind";
    public const string Session = "urn:ietf:params:xml:ns:xmpp-session";
    public const string Framing = "urn:ietf:params:xml:ns:xmpp-framing";
    public const string Roster = "jabber:iq:roster";
    public const string RosterVer = "urn:xmpp:features:rosterver";
    public const string PreApproval = "urn:xmpp:features:pre-approval";

    // XEP-0030, XEP-0045, XEP-0077, XEP-0249
    public const string DiscoInfo = "http://jabber.org/protocol/disco#info";
    public const string DiscoItems = "http://jabber.org/protocol/disco#items";
    public const string Muc = "http://jabber.org/protocol/muc";
    public const string MucUser = "http://jabber.org/protocol/muc#user";
    public const string MucAdmin = "http://jabber.org/protocol/muc#admin";
    public const string MucOwner = "http://jabber.org/protocol/muc#owner";
    public const string MucUnique = "http://jabber.org/protocol/muc#unique";
    public const string MucRequest = "http://jabber.org/protocol/muc#request";
    public const string MucRoomConfig = "http://jabber.org/protocol/muc#roomconfig";
    public const string MucRoomInfo = "http://jabber.org/protocol/muc#roominfo";
    public const string MucRegister = "http://jabber.org/protocol/muc#register";
    public const string MucStableId = "http://jabber.org/protocol/muc#stable_id";
    public const string MucSelfPing = "http://jabber.org/protocol/muc#self-ping-optimization";
    public const string MucAffiliations = "urn:xmpp:muc:affiliations:1";
    public const string MucTraffic = "http://jabber.org/protocol/muc#traffic";
    public const string MucRooms = "http://jabber.org/protocol/muc#rooms";
    public const string Register = "jabber:iq:register";
    public const string RegisterFeature = "http://jabber.org/features/iq-register";
    public const string Conference = "jabber:x:conference";

    // Forms, result sets, extensions of messages and presence
    public const string DataForms = "jabber:x:data";
    public const string FormValidation = "http://jabber.org/protocol/xdata-validate";
    public const string Rsm = "http://jabber.org/protocol/rsm";
    public const string Delay = "urn:xmpp:delay";
    public const string LegacyDelay = "jabber:x:delay";
    public const string StanzaIds = "urn:xmpp:sid:0";
    public const string OccupantId = "urn:xmpp:occupant-id:0";
    public const string Hats = "urn:xmpp:hats:0";
    public const string HatCommands = "urn:xmpp:hats:commands";
    public const string Hints = "urn:xmpp:hints";
    public const string ChatStates = "http://jabber.org/protocol/chatstates";
    public const string ChatMarkers = "urn:xmpp:chat-markers:0";
    public const string Receipts = "urn:xmpp:receipts";
    public const string Correction = "urn:xmpp:message-correct:0";
    public const string Fallback = "urn:xmpp:fallback:0";
    public const string Reactions = "urn:xmpp:reactions:0";
    public const string Reply = "urn:xmpp:reply:0";
    public const string Retraction = "urn:xmpp:message-retract:1";
    public const string RetractionTombstone = "urn:xmpp:message-retract:1#tombstone";
    public const string Moderation = "urn:xmpp:message-moderate:1";
    public const string References = "urn:xmpp:reference:0";
    public const string Mentions = "urn:xmpp:mmn:0";
    public const string Forward = "urn:xmpp:forward:0";
    public const string Carbons = "urn:xmpp:carbons:2";
    public const string Caps = "http://jabber.org/protocol/caps";
    public const string Nick = "http://jabber.org/protocol/nick";
    public const string OutOfBand = "jabber:x:oob";

    // Services
    public const string Mam = "urn:xmpp:mam:2";
    public const string MamExtended = "urn:xmpp:mam:2#extended";
    public const string MamGroupchatField = "urn:xmpp:mam:2#groupchat-field";
    public const string FullText = "urn:xmpp:fulltext:0";
    public const string ChannelSearch = "urn:xmpp:channel-search:0:search";
    public const string ChannelSearchForm = "urn:xmpp:channel-search:0:search-params";
    public const string ChannelSearchErrors = "urn:xmpp:channel-search:0:error";
    public const string Version = "jabber:iq:version";
    public const string Ping = "urn:xmpp:ping";
    public const string Time = "urn:xmpp:time";
    public const string LastActivity = "jabber:iq:last";
    public const string PrivateStorage = "jabber:iq:private";
    public const string LegacyBookmarks = "storage:bookmarks";
    public const string Bookmarks = "urn:xmpp:bookmarks:1";
    public const string VCard = "vcard-temp";
    public const string VCardUpdate = "vcard-temp:x:update";
    public const string Avatar = "urn:xmpp:avatar:data";
    public const string AvatarMetadata = "urn:xmpp:avatar:metadata";
    public const string PubSub = "http://jabber.org/protocol/pubsub";
    public const string PubSubEvent = "http://jabber.org/protocol/pubsub#event";
    public const string PubSubOwner = "http://jabber.org/protocol/pubsub#owner";
    public const string PubSubErrors = "http://jabber.org/protocol/pubsub#errors";
    public const string Blocking = "urn:xmpp:blocking";
    public const string BlockingErrors = "urn:xmpp:blocking:errors";
    public const string StreamManagement = "urn:xmpp:sm:3";
    public const string ClientState = "urn:xmpp:csi:0";
    public const string StreamLimits = "urn:xmpp:stream-limits:0";
    public const string ChannelBinding = "urn:xmpp:sasl-cb:0";
    public const string HttpUpload = "urn:xmpp:http:upload:0";
    public const string Commands = "http://jabber.org/protocol/commands";
}
