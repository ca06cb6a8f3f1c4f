using System.Globalization;
using System.Net;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Hostile;

/// <summary>
/// Two servers under attack, one that lets people log in in the clear and one that does not, and two people who go on talking in a room of the first one
/// whatever happens. Every message of theirs is numbered; one that is lost, doubled or out of order is noticed at the next one.
/// </summary>
public sealed class HostileServer : IAsyncLifetime
{
    public const string Room = "witnesses@conference.localhost";
    private static readonly ClientSettings Mercutio = new("Mercutio") { BareJid = $"{Approach.User}@localhost", Password = Approach.Password };
    private XmppClient _romeo = null!;
    private XmppClient _juliet = null!;
    private int _said;
    private int _heard;

    public HostProcess Host { get; private set; } = null!;

    internal StrictServer Strict { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await HostProcess.StartAsync(Settings());
        Strict = new StrictServer(await HostProcess.StartAsync(Settings("true")));
        await TestAccounts.RegisterAsync(Mercutio, Host.Gateway);
        _romeo = await Verona.ArriveAsync(Host, Verona.Romeo);
        _juliet = await Verona.ArriveAsync(Host, Verona.Juliet);
        await Verona.OpenRoomAsync(_romeo, Room, "");
        await Verona.EnterAsync(_juliet, Room);
    }

    public async ValueTask DisposeAsync()
    {
        await _romeo.DisposeAsync();
        await _juliet.DisposeAsync();
        await Host.DisposeAsync();
        await Strict.Host.DisposeAsync();
    }

    /// <summary>Romeo says the next line; nobody waits for it.</summary>
    internal Task SpeakAsync() =>
        _romeo.SendAsync($"<message type='groupchat' to='{Room}'><body>{(++_said).ToString(CultureInfo.InvariantCulture)}</body></message>");

    /// <summary>Juliet has heard every line, each once and in order; nothing went wrong inside the servers meanwhile.</summary>
    internal async Task AllHeardAsync()
    {
        while (_heard < _said)
        {
            var line = await _juliet.ReceiveAsync(RawLink.Patience);
            Assert.True(line is not null, $"Line {_heard + 1} of {_said} did not come.");
            if (line.Name.LocalName != "message" || line.Elements().FirstOrDefault(child => child.Name.LocalName == "body") is not { } body)
                continue;
            Assert.Equal(++_heard, int.Parse(body.Value, CultureInfo.InvariantCulture));
        }

        foreach (var host in new[] { Host, Strict.Host })
        {
            Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("crit:", host.Output, StringComparison.Ordinal);
            Assert.Equal("", host.Errors);
        }
    }

    private static HostSettings Settings(string requireEncryption = "false") => new()
    {
        Storage = "Memory",
        Overrides = new Dictionary<string, string>
        {
            ["Muc:Gateway:RequireEncryption"] = requireEncryption,
            // Every row comes from one address; the limits on failed logins have tests of their own.
            ["Muc:Gateway:MaxFailedLoginsPerAccount"] = "0",
            ["Muc:Gateway:MaxFailedLoginsPerAddress"] = "0",
        },
    };

    /// <summary>The server that requires TLS.</summary>
    internal sealed record StrictServer(HostProcess Host)
    {
        /// <summary>Where TLS comes first.</summary>
        public IPEndPoint DirectTls => new(IPAddress.Loopback, Host.Settings.TlsPort);
    }
}
