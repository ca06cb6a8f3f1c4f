using System.Globalization;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>
/// A server that was killed right after it had acknowledged everything done to it, and was started again on the same data:
/// a persistent room with a vCard, members, a ban, reserved nicks, 25 messages and a subject; a temporary room; a roster.
/// </summary>
public class KilledServer : IAsyncLifetime
{
    public const string Room = "verona@conference.localhost";
    public const string Masque = "masque@conference.localhost";
    public const int Messages = 25;
    public const string Card = "<vCard xmlns='vcard-temp'><FN>Fair Verona</FN><PHOTO><TYPE>image/png</TYPE><BINVAL>cm9zZQ==</BINVAL></PHOTO></vCard>";
    private readonly TemporaryDirectory _data = new();

    public HostProcess Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (await KeptAsync(new HostSettings { DataDirectory = _data.Inside("data") }) is not { } settings)
            return;
        await using (var first = await HostProcess.StartAsync(settings))
        {
            await using var romeo = await Verona.ArriveAsync(first, Verona.Romeo);
            await using var juliet = await Verona.ArriveAsync(first, Verona.Juliet);
            await TestAccounts.RegisterAsync(Verona.Rosaline, first.Gateway);
            await SetTheStageAsync(romeo, juliet);
            await first.KillAsync();
        }
        Host = await HostProcess.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
            await Host.DisposeAsync();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Where the data is kept: in a file, unless somebody knows better. Null starts nothing, and the tests are skipped.</summary>
    protected virtual Task<HostSettings?> KeptAsync(HostSettings settings) => Task.FromResult<HostSettings?>(settings);

    private static async Task SetTheStageAsync(XmppClient romeo, XmppClient juliet)
    {
        await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1") + Verona.Field("roomname", "Fair Verona") + Verona.Field("changesubject", "1"));
        await Verona.DoneAsync(romeo, $"<iq type='set' id='a1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'>" +
            $"<item affiliation='member' jid='juliet@localhost' nick='Jule'/><item affiliation='outcast' jid='rosaline@localhost'><reason>Vowed</reason></item></query></iq>");
        await Verona.DoneAsync(romeo, $"<iq type='set' id='r1' to='{Room}'><query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>" +
            "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field><field var='muc#register_roomnick'><value>Montague</value></field></x></query></iq>");
        await Verona.DoneAsync(romeo, $"<iq type='set' id='v1' to='{Room}'>{Card}</iq>");
        for (var i = 1; i <= Messages; i++)
            await Verona.SayAsync(romeo, Room, $"m{i.ToString(CultureInfo.InvariantCulture)}", $"Line {i.ToString(CultureInfo.InvariantCulture)}");
        await romeo.SendAsync($"<message type='groupchat' to='{Room}'><subject>Ancient grudge</subject></message>");
        await romeo.ExpectAsync("<message type='groupchat'><subject>Ancient grudge</subject></message>");
        await Verona.OpenRoomAsync(juliet, Masque, Verona.Field("roomname", "Masque"));
        await Verona.DoneAsync(juliet, "<iq type='set' id='ro1'><query xmlns='jabber:iq:roster'><item jid='romeo@localhost' name='My only love'/></query></iq>");
    }
}
