using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using Orleans.Muc.Testing;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Sessions;

/// <summary>
/// One logged-in session that sends what it is told and judges everything it receives. A player that is asked something by another
/// client answers, as clients must.
/// </summary>
internal sealed class Player
{
    /// <summary>Id of results and errors that answer nothing.</summary>
    public const string Unasked = "unasked";

    private static readonly XNamespace Stream = Ns.Client;
    private static readonly XNamespace Archive = Ns.Mam;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly XmppClient client;
    private readonly Findings findings;
    private readonly Secrets secrets;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, string> nicks = new();
    private readonly Task reading;
    private readonly string prefix = FormattableString.Invariant($"p{Interlocked.Increment(ref arrived)}-");
    private static int arrived;
    private int asked;
    private Task sent = Task.CompletedTask;
    private volatile bool isEnding;

    private Player(XmppClient client, Findings findings, Secrets secrets)
    {
        (this.client, this.findings, this.secrets) = (client, findings, secrets);
        FullJid = client.FullJid;
        BareJid = FullJid[..FullJid.IndexOf('/', StringComparison.Ordinal)];
        reading = ReadAsync();
    }

    public string FullJid { get; }

    public string BareJid { get; }

    public Questions Questions { get; } = new();

    public static async Task<Player> ArriveAsync(ClientSettings account, HostProcess host, (Findings Findings, Secrets Secrets) shared) =>
        new(await XmppClient.LoginAsync(account, host.Gateway, Patience), shared.Findings, shared.Secrets);

    /// <summary>An id that nobody has used.</summary>
    public string NextId() => prefix + Interlocked.Increment(ref asked).ToString(CultureInfo.InvariantCulture);

    /// <summary>Sends after everything sent before, whoever sent it.</summary>
    public Task SendAsync(string xml)
    {
        findings.NoteSent(FullJid, xml);
        lock (gate)
            return sent = SendAfterAsync(sent, xml);
    }

    /// <summary>Unlocks a room that this session has created (XEP-0045 §10.1.2, an instant room).</summary>
    public Task OpenRoomAsync(string room)
    {
        var id = NextId();
        Questions.Ask(id, room, mustBeAnswered: true);
        return SendAsync($"<iq type='set' id='{id}' to='{room}'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query></iq>");
    }

    /// <summary>Waits until everything this session asked is answered, and nothing of it can come any more from those addresses.</summary>
    public async Task SettleAsync(IEnumerable<string?> addresses)
    {
        await AllAnsweredAsync();
        foreach (var address in addresses)
        {
            var id = NextId();
            Questions.Ask(id, address ?? BareJid, mustBeAnswered: true);
            await SendAsync($"<iq type='get' id='{id}'{(address is null ? "" : $" to='{address}'")}><ping xmlns='urn:xmpp:ping'/></iq>");
        }

        await AllAnsweredAsync();
    }

    /// <summary>Sends something that must end the stream, and waits for that.</summary>
    public async Task EndByAsync(string xml)
    {
        isEnding = true;
        await SendAsync(xml);
        if (await Task.WhenAny(reading, Task.Delay(Patience)) != reading)
            findings.Report(FullJid, $"the stream goes on after {xml}");
        await client.DisposeAsync();
    }

    public async Task LeaveAsync(bool politely)
    {
        isEnding = true;
        if (politely)
            await client.CloseAsync();
        else
            await client.DisposeAsync();
        await reading;
    }

    private async Task SendAfterAsync(Task before, string xml)
    {
        await before;
        try
        {
            await client.SendAsync(xml);
        }
        catch (ScenarioException)
        {
            // The end of the stream is judged where it is read.
        }
    }

    private async Task AllAnsweredAsync()
    {
        var unanswered = await Questions.WaitAsync(Patience);
        if (unanswered.Count > 0 && !isEnding)
            findings.Report(FullJid, $"not answered within {Patience.TotalSeconds} s: {string.Join(' ', unanswered)}");
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
                if (await client.ReceiveAsync(Patience) is { } stanza)
                    await TakeAsync(stanza);
        }
        catch (ScenarioException end)
        {
            if (!isEnding)
                findings.Report(FullJid, end.Message);
        }
    }

    private async Task TakeAsync(XElement stanza)
    {
        var (type, from, to) = (stanza.Attribute("type")?.Value, stanza.Attribute("from")?.Value, stanza.Attribute("to")?.Value);
        var text = stanza.ToString(SaveOptions.DisableFormatting);
        if (to is not null && to != FullJid && to != BareJid)
            findings.Report(FullJid, $"got what is addressed to another: {text}");
        if (text.Contains("internal-server-error", StringComparison.Ordinal))
            findings.Report(FullJid, $"got an internal error: {text}");
        if (stanza.Name == Stream + "presence")
            NoteOccupancy(stanza, type, from);
        foreach (var secret in secrets.In(text))
            if (!MayHear(secret, stanza, from))
                findings.Report(FullJid, $"overheard what was for {secret}: {text}");
        if (stanza.Name != Stream + "iq")
            return;
        if (type is "result" or "error" && Judged(stanza.Attribute("id")?.Value, from) is { } complaint)
            findings.Report(FullJid, $"{complaint}: {text}");
        if (type is "get" or "set" && !isEnding)
            await AnswerAsync(stanza, from);
    }

    /// <summary>An answer without <c>from</c> comes from the own account (RFC 6120 §8.1.2.1). One to an earlier session of this full JID may come late.</summary>
    private string? Judged(string? id, string? from) =>
        id is null or Unasked || (id.StartsWith('p') && !id.StartsWith(prefix, StringComparison.Ordinal)) ? null : Questions.Answer(id, from ?? BareJid);

    private Task AnswerAsync(XElement iq, string? from)
    {
        var answer = new XElement(Stream + "iq", new XAttribute("type", "result"), iq.Attribute("id"), from is null ? null : new XAttribute("to", from));
        return SendAsync(answer.ToString(SaveOptions.DisableFormatting));
    }

    // XEP-0045 §7.2.2: self-presence has status 110; §7.6: 303 is a change of nick, the new one follows.
    private void NoteOccupancy(XElement presence, string? type, string? from)
    {
        XNamespace user = Ns.MucUser;
        var codes = presence.Elements(user + "x").Elements(user + "status").Select(status => status.Attribute("code")?.Value).ToList();
        if (from is null || !codes.Contains("110") || from.Split('/', 2) is not [var room, var nick])
            return;
        if (type is null)
            nicks[room] = nick;
        else if (type == "unavailable" && !codes.Contains("303"))
            nicks.TryRemove(room, out _);
    }

    private bool MayHear(Secret secret, XElement stanza, string? from)
    {
        if (secret.Sender == FullJid && stanza.Attribute("type")?.Value == "error")
            return true;
        var isArchived = stanza.Element(Archive + "result") is not null;
        if (secret.User is not null)
            return secret.User == BareJid || (isArchived && from == BareJid && secret.Sender.StartsWith(BareJid + "/", StringComparison.Ordinal));

        // Whoever may enter may read what was said to all; the rooms' doors are tested elsewhere.
        if (isArchived && secret.Nick is null)
            return from == secret.Room;
        if (from is null || !from.StartsWith(secret.Room!, StringComparison.Ordinal) || !nicks.TryGetValue(secret.Room!, out var nick))
            return false;
        return secret.Nick is null || secret.Nick == nick;
    }
}
