using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>What an account's bare JID answers to its own user.</summary>
internal sealed class AccountService(CommonAnswers common)
{
    private static readonly string[] Features = [Ns.DiscoInfo, Ns.DiscoItems, Ns.Ping];

    public Stanza Answer(Stanza iq)
    {
        if (iq.Type == "get" && iq.Payload.Element("query", Ns.DiscoInfo) is { } info && !Discovery.AsksForNode(info))
            return iq.Result(Discovery.Info(null, "account", "registered", iq.From?.Bare.ToString() ?? "", Features));
        if (iq.Type == "get" && iq.Payload.Element("query", Ns.DiscoItems) is { } items && !Discovery.AsksForNode(items))
            return iq.Result(Discovery.Items());
        return common.Answer(iq);
    }
}
