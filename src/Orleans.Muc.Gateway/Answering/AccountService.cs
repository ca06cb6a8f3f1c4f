using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>What an account's bare JID answers to its own user.</summary>
internal sealed class AccountService(CommonAnswers common, MessageKeeping keeping, IUserArchive archive)
{
    private readonly string[] features = [Ns.DiscoInfo, Ns.DiscoItems, Ns.Ping, .. keeping.Stored ? OfArchive(archive) : []];

    /// <summary>Whether it has an archive that can be asked.</summary>
    public bool HasArchive => keeping.Stored;

    public Stanza Answer(Stanza iq) =>
        Discovery.Answer(iq, new Discoverable("account", "registered", iq.From?.Bare.ToString() ?? "", features)) ?? common.Answer(iq);

    // XEP-0313 §7; XEP-0424 §2, since retractions are archived. There is no groupchat-available: rooms have archives of their own.
    private static string[] OfArchive(IUserArchive archive) =>
        [Ns.Mam, Ns.MamExtended, Ns.MamGroupchatField, Ns.StanzaIds, Ns.Retraction, .. archive.HasFullText ? (string[])[Ns.FullText] : []];
}
