using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Orleans.Muc.Scenarios.Publishing;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.Telemetry;

/// <summary>
/// Everything secret that comes to a server goes through a real one that logs all it can, and exports metrics and traces: it works, it is refused, it fails. None of it may be read in what the server says.
/// <c>MUC_FULL=1</c> has it say all of it in both formats.
/// </summary>
public sealed class LogSecretsTests : IDisposable
{
    private const string Room = "verona@conference.localhost";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Secret First = new("the password an account was made with", "Thou art <thyself>, \"though\" & not a Montägue/1");
    private static readonly Secret Second = new("the password it was changed to", "What's Montägue? it is <nor> \"hand\", nor foot/2");
    private static readonly Secret Wrong = new("a wrong password", "O, be some <other> \"name\" & belong to a män/3");
    private static readonly Secret RoomPassword = new("the password of a room", "That which we <call> a \"rose\" & so on/4");
    private static readonly Secret WrongRoomPassword = new("a wrong password of a room", "By any other <name> would \"smell\" as swéet/5");
    private static readonly Secret Body = new("what people say in a room", "So Romeo would, were he not Romeo call'd, <retain> \"that\"/6");
    private static readonly Secret Subject = new("a subject", "That dear perfection which he \"owes\" <without> that title/7");
    private static readonly Secret Whisper = new("what two people say", "Romeo, doff thy <name>, & for \"that\" name/8");
    private static readonly Secret Broken = new("what stands in XML that is none", "Which is no part of thee take all myself/9");
    private static readonly Secret CertificatePassword = new("the password of a certificate", "Henceforth I never <will> be \"Romeo\" & sön/11");
    private static readonly Secret Credential = new("the credential of the collector", "Bearer-I-take-thee-at-thy-word/10");

    private readonly TemporaryDirectory _data = new();
    private readonly List<Secret> _secrets = [First, Second, Wrong, RoomPassword, WrongRoomPassword, Body, Subject, Whisper, Broken, CertificatePassword, Credential];

    public static TheoryData<string> Formats(string first) => Environment.GetEnvironmentVariable("MUC_FULL") == "1" ? ["Text", "Json"] : [first];

    public void Dispose() => _data.Dispose();

    [Theory]
    [MemberData(nameof(Formats), "Text")]
    public async Task No_secret_is_in_the_log_at_any_level(string format)
    {
        await using var collector = new OtlpReceiver();
        var settings = WithCertificate(Talkative(format, collector), CertificatePassword.Text);
        await using (var host = await HostProcess.StartAsync(settings))
        {
            await LiveAsync(host);
            DamageDatabase();
            await FailAsync(host);
            await collector.UntilAsync(sent => sent.Spans.Any(span => span.Name == "muc.request") && sent.Metrics.Any(metric => metric.Name == "muc.logins.refused"), "metrics and traces");
            await host.TerminateAsync(Patience);
            Assert.Contains("SqliteException", host.Output, StringComparison.Ordinal);
            NothingSecretIn(host, collector);
        }
    }

    [Theory]
    [MemberData(nameof(Formats), "Json")]
    public async Task Nor_with_an_Azure_account_whose_key_is_one_and_which_fails(string format)
    {
        await AzuriteServer.SharedAsync();
        await using var azurite = await AzuriteServer.StartAsync();
        await using var collector = new OtlpReceiver();
        var settings = Talkative(format, collector).With(azurite);
        _secrets.Add(new Secret("the account's key", azurite.ConnectionString.Split("AccountKey=")[1].Split(';')[0]));
        await using var host = await HostProcess.StartAsync(settings);
        await LiveAsync(host);
        azurite.Suspend();
        await FailAsync(host);
        azurite.Resume();
        await host.TerminateAsync(Patience);
        NothingSecretIn(host, collector);
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=verona;AccountKey=;;bm90IHRoZSBrZXkgb2YgdGhlIHRvbWI=;EndpointSuffix=core.windows.net")]
    [InlineData("AccountKey=bm90IHRoZSBrZXkgb2YgdGhlIHRvbWI=")]
    [InlineData("bm90IHRoZSBrZXkgb2YgdGhlIHRvbWI=")]
    [InlineData("AccountName=verona;AccountKey=bm90IHRoZSBrZXkgb2YgdGhlIHRvbWI=;TableEndpoint=http://127.0.0.1:1/verona;BlobEndpoint=http://127.0.0.1:1/verona;")]
    public async Task Nor_when_the_connection_string_is_malformed_or_leads_nowhere(string connection)
    {
        _secrets.Add(new Secret("the account's key", "bm90IHRoZSBrZXkgb2YgdGhlIHRvbWI="));
        var settings = Talkative("Text", null) with { Storage = "AzureStorage" };
        var exit = await HostProcess.RunToExitAsync(settings with { Overrides = new Dictionary<string, string>(settings.Overrides) { ["Muc:AzureStorage:ConnectionString"] = connection } });
        Assert.Equal(1, exit.Code);
        NothingSecretIn(exit.Output + exit.Errors);
    }

    [Fact]
    public async Task Nor_when_a_certificate_does_not_open_with_its_password()
    {
        _secrets.Add(new Secret("a wrong password of a certificate", "Or else \"be\" <some> other näme/12"));
        var exit = await HostProcess.RunToExitAsync(WithCertificate(Talkative("Text", null), _secrets[^1].Text));
        Assert.Equal(1, exit.Code);
        NothingSecretIn(exit.Output + exit.Errors);
    }

    [Fact]
    public async Task Nor_are_the_keys_of_accounts_when_they_move_to_another_server()
    {
        var backup = _data.Inside("backup.xml");
        var settings = Talkative("Text", null);
        await using (var host = await HostProcess.StartAsync(settings))
        {
            await using var romeo = await Verona.ArriveAsync(host, Verona.Romeo with { Password = First.Text });
            await host.TerminateAsync(Patience);
        }

        var export = await HostProcess.RunToExitAsync(settings with { Command = ["export", backup] });
        var keys = XDocument.Load(backup).Descendants().Where(element => element.Name.LocalName is "stored-key" or "server-key" or "salt").Select(element => element.Value).ToList();
        Assert.Equal(6, keys.Count);
        _secrets.AddRange(keys.Select(key => new Secret("a key of an account", key)));
        var there = settings with { DataDirectory = _data.Inside("there") };
        var import = await HostProcess.RunToExitAsync(there with { Command = ["import", backup] });
        await using var other = await HostProcess.StartAsync(there);
        await using var again = await XmppClient.LoginAsync(Verona.Romeo with { Password = First.Text }, other.Gateway, Patience);

        NothingSecretIn(export.Output + export.Errors);
        NothingSecretIn(import.Output + import.Errors);
        NothingSecretIn(other.Output + other.Errors);
    }

    private HostSettings Talkative(string format, OtlpReceiver? collector)
    {
        var keys = new Dictionary<string, string>
        {
            ["Muc:Logging:Format"] = format,
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:Orleans.Muc"] = "Trace",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Trace",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector?.Address ?? "",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = $"api-key={Credential.Text}",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        };
        return new HostSettings { DataDirectory = _data.Inside("data"), Overrides = keys };
    }

    /// <summary>With a certificate whose key has <see cref="CertificatePassword"/>, and a password that may be another.</summary>
    private HostSettings WithCertificate(HostSettings settings, string password)
    {
        var path = _data.Inside("verona.pfx");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddYears(-1));
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, CertificatePassword.Text));
        _secrets.Add(new Secret("a private key", Convert.ToBase64String(key.ExportParameters(true).D!)));
        return settings with { Overrides = new Dictionary<string, string>(settings.Overrides) { ["Muc:Certificate:Path"] = path, ["Muc:Certificate:Password"] = password } };
    }

    /// <summary>Accounts are made, people log in and fail to, a room gets a password, and all is said that has to be.</summary>
    private static async Task LiveAsync(HostProcess host)
    {
        var romeo = Verona.Romeo with { Password = First.Text };
        await TestAccounts.RegisterAsync(romeo, host.Gateway, Patience);
        await TestAccounts.RegisterAsync(romeo with { Password = Wrong.Text }, host.Gateway, Patience);
        await TestAccounts.RegisterAsync(Verona.Juliet, host.Gateway, Patience);
        foreach (var mechanism in (string[])["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"])
        {
            await Assert.ThrowsAsync<ScenarioException>(() => XmppClient.LoginAsync(romeo with { Password = Wrong.Text, Mechanism = mechanism }, host.Gateway, Patience));
            await using var right = await XmppClient.LoginAsync(romeo with { Mechanism = mechanism }, host.Gateway, Patience);
        }

        await using (var before = await XmppClient.LoginAsync(romeo, host.Gateway, Patience))
            await Verona.DoneAsync(before, ChangePassword(Second));
        await using var he = await XmppClient.LoginAsync(romeo with { Password = Second.Text }, host.Gateway, Patience);
        await using var she = await XmppClient.LoginAsync(Verona.Juliet, host.Gateway, Patience);
        await Verona.OpenRoomAsync(he, Room, Verona.Field("passwordprotectedroom", "1") + Verona.Field("roomsecret", Escaped(RoomPassword)) + Verona.Field("persistentroom", "1"));
        await she.SendAsync(Enter(WrongRoomPassword));
        await she.ExpectAsync($"<presence type='error' from='{Room}/Juliet'/>", Patience);
        await she.SendAsync(Enter(RoomPassword));
        await she.ExpectAsync($"<presence from='{Room}/Juliet'><x xmlns='http://jabber.org/protocol/muc#user' scansion:strict='false'><status code='110'/></x></presence>", Patience);
        await Verona.SayAsync(he, Room, "m1", Escaped(Body));
        await he.SendAsync($"<message type='groupchat' to='{Room}' id='s1'><subject>{Escaped(Subject)}</subject></message>");
        await she.ExpectAsync($"<message type='groupchat' from='{Room}/Romeo' id='s1'/>", Patience);
        await he.SendAsync($"<message type='chat' to='{Room}/Juliet' id='p1'><body>{Escaped(Whisper)}</body></message>");
        await she.ExpectAsync("<message id='p1'/>", Patience);
        await he.SendAsync($"<message type='chat' to='{she.FullJid}' id='c1'><body>{Escaped(Whisper)}</body></message>");
        await she.ExpectAsync("<message id='c1'/>", Patience);
        await she.SendAsync($"<message type='groupchat' to='{Room}'><body>{Broken.Text}</body></massage>");
        await Assert.ThrowsAsync<ScenarioException>(() => she.ExpectAsync("<message type='never'/>", Patience));
    }

    /// <summary>The same once more, where the storage fails: what it throws has all of it at hand.</summary>
    private static async Task FailAsync(HostProcess host)
    {
        // What exactly fails depends on what the server still has in memory; it is enough that it tries.
        var romeo = Verona.Romeo with { Password = Second.Text };
        var tries = new List<Task>
        {
            TestAccounts.RegisterAsync(Verona.Rosaline with { Password = First.Text }, host.Gateway, Patience),
            SpeakAsync(host, romeo),
            SpeakAsync(host, romeo with { Mechanism = "PLAIN", Resource = "other" }),
        };
        await Task.WhenAny(Task.WhenAll(tries.Select(QuietAsync)), Task.Delay(TimeSpan.FromSeconds(30)));
    }

    private static async Task SpeakAsync(HostProcess host, ClientSettings person)
    {
        await using var client = await XmppClient.LoginAsync(person, host.Gateway, Patience);
        await client.SendAsync($"<presence to='{Room}/Again'><x xmlns='http://jabber.org/protocol/muc'><password>{Escaped(RoomPassword)}</password></x></presence>");
        await client.SendAsync($"<message type='groupchat' to='{Room}' id='f1'><body>{Escaped(Body)}</body></message>");
        await client.SendAsync($"<message type='chat' to='{Verona.Juliet.BareJid}' id='f2'><body>{Escaped(Whisper)}</body></message>");
        await client.AskAsync(ChangePassword(First), Patience);
    }

    private static async Task QuietAsync(Task attempt)
    {
        try
        {
            await attempt;
        }
        catch (ScenarioException)
        {
            // It was meant to fail.
        }
    }

    /// <summary>As a broken disk does it, under the server's hands.</summary>
    private void DamageDatabase()
    {
        foreach (var file in Directory.GetFiles(_data.Inside("data"), "muc.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            var length = stream.Length;
            stream.SetLength(0);
            stream.Write(Enumerable.Repeat((byte)0x5A, (int)length).ToArray());
        }
    }

    private void NothingSecretIn(HostProcess host, OtlpReceiver collector)
    {
        // The log has everything in it that it could: nothing but Orleans speaks at the last level, and not its stand-in.
        var (tag, level) = PublishedHost.StandIns.Contains("Microsoft.Orleans.Sdk") ? ("dbug:", "Debug") : ("trce:", "Trace");
        Assert.True(host.Output.Contains(tag, StringComparison.Ordinal) || host.Output.Contains($"\"LogLevel\":\"{level}\"", StringComparison.Ordinal), $"Nothing was logged at the level {level}.");
        NothingSecretIn(host.Output + host.Errors);
        Assert.Contains(collector.Headers, header => header.Contains(Credential.Text, StringComparison.Ordinal));
        NothingSecretIn(collector.Everything);
        foreach (var person in (string[])["romeo", "juliet", "verona"])
            Assert.DoesNotContain(person, collector.Everything, StringComparison.OrdinalIgnoreCase);
    }

    private void NothingSecretIn(string text) => Assert.Empty(_secrets.SelectMany(secret => secret.FoundIn(text)));

    private static string Enter(Secret password) => $"<presence to='{Room}/Juliet'><x xmlns='http://jabber.org/protocol/muc'><password>{Escaped(password)}</password></x></presence>";

    private static string ChangePassword(Secret password) =>
        $"<iq type='set' id='pw1' to='localhost'><query xmlns='jabber:iq:register'><username>romeo</username><password>{Escaped(password)}</password></query></iq>";

    private static string Escaped(Secret secret) => new XText(secret.Text).ToString();
}
