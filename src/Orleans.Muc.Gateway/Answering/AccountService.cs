using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>What an account's bare JID answers to its own user.</summary>
internal sealed class AccountService(CommonAnswers common)
{
    private static readonly string[] Features = [Ns.DiscoInfo, Ns.DiscoItems, Ns.Ping];

    public Stanza Answer(Stanza iq) =>
        Discovery.Answer(iq, new Discoverable("account", "registered", iq.From?.Bare.ToString() ?? "", Features)) ?? common.Answer(iq);
}
