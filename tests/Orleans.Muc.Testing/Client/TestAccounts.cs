using System.Net;

namespace Orleans.Muc.Testing;

/// <summary>Accounts that come and go with a test, over in-band registration (XEP-0077 §3.1, §3.2).</summary>
public static class TestAccounts
{
    /// <summary>Creates the account. One that is there already is fine: the login will prove its password.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="gateway">Where to connect.</param>
    /// <param name="patience">How long each answer may take; <see cref="XmppClient.Patience"/> when null.</param>
    /// <exception cref="ScenarioException">The server refused for another reason.</exception>
    public static async Task RegisterAsync(ClientSettings account, IPEndPoint gateway, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(gateway);
        await using var link = await XmppLink.ConnectAsync(account.Host ?? gateway.Address.ToString(), account.Port ?? gateway.Port, patience ?? XmppClient.Patience);
        try
        {
            await XmppLogin.OpenAsync(link, account);
            var answer = await link.AskAsync(
                $"<iq type='set' id='reg1' to='{StanzaText.Escape(account.Domain)}'><query xmlns='{ScansionNames.RegisterNs}'>" +
                $"<username>{StanzaText.Escape(account.User)}</username><password>{StanzaText.Escape(account.Password)}</password></query></iq>");
            var isThere = answer.Descendants(ScansionNames.Stanzas + "conflict").Any();
            if (answer.Attribute("type")?.Value != "result" && !isThere)
                throw ScenarioException.Unexpected($"cannot register {account.BareJid}", answer);
            await link.CloseAsync();
        }
        catch (XmppStreamEnd end)
        {
            throw new ScenarioException($"cannot register {account.BareJid}: {end.Message}", cause: end);
        }
    }

    /// <summary>Ends the given rooms as their owner, then removes the account. Quiet when the account is not there any more.</summary>
    public static async Task RemoveAsync(ClientSettings account, IPEndPoint gateway, IEnumerable<string> rooms)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(rooms);
        await using var link = await XmppLink.ConnectAsync(account.Host ?? gateway.Address.ToString(), account.Port ?? gateway.Port, XmppClient.Patience);
        try
        {
            await XmppLogin.RunAsync(link, account with { Resource = null });
            foreach (var room in rooms)
                await link.AskAsync($"<iq type='set' id='end1' to='{StanzaText.Escape(room)}'><query xmlns='{ScansionNames.MucOwnerNs}'><destroy/></query></iq>");
            await link.AskAsync($"<iq type='set' id='rem1'><query xmlns='{ScansionNames.RegisterNs}'><remove/></query></iq>");
            await link.CloseAsync();
        }
        catch (Exception fault) when (fault is ScenarioException or XmppStreamEnd)
        {
            // The script itself may have removed the account or changed its password.
        }
    }
}
