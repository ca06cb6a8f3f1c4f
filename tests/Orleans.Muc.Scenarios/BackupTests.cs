using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>Export and import from the command line: what people had on one server they find on another.</summary>
public sealed class BackupTests : IDisposable
{
    private const string Room = "verona@conference.localhost";
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task What_was_exported_is_found_on_another_server()
    {
        var backup = _data.Inside("backup.xml");
        await using (var first = await HostProcess.StartAsync(Server("first")))
        {
            await using var romeo = await Verona.ArriveAsync(first, Verona.Romeo);
            await TestAccounts.RegisterAsync(Verona.Juliet, first.Gateway);
            await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1") + Verona.Field("roomname", "Fair Verona"));
            await Verona.DoneAsync(romeo, $"<iq type='set' id='a1' to='{Room}'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='juliet@localhost' nick='Jule'/></query></iq>");
            await Verona.DoneAsync(romeo, "<iq type='set' id='ro1'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost' name='My love'/></query></iq>");
            await Verona.SayAsync(romeo, Room, "m1", "But soft");
            await Verona.SayAsync(romeo, Room, "m2", "What light");

            // While a server has it nobody else does.
            var refused = await RunAsync("first", "export", backup);
            Assert.Equal((1, false), (refused.Code, File.Exists(backup)));
            Assert.Contains("is in use by another process", Assert.Single(Sentences(refused)), StringComparison.Ordinal);
            Assert.Equal(0, (await first.TerminateAsync(TimeSpan.FromSeconds(20))).Code);
        }

        var export = await RunAsync("first", "export", backup);
        Assert.Equal((0, ""), (export.Code, export.Output));
        Assert.Equal("Exported 2 accounts with 1 contacts, 1 rooms with 2 affiliations, 2 messages.", Assert.Single(Sentences(export)));
        Assert.DoesNotContain(Directory.GetFiles(_data.Path), file => file.EndsWith(".partial", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));

        var import = await RunAsync("second", "import", backup);
        Assert.Equal((0, "Imported 2 accounts with 1 contacts, 1 rooms with 2 affiliations, 2 messages."), (import.Code, Assert.Single(Sentences(import))));
        var again = await RunAsync("second", "export", "-");
        Assert.Equal(XDocument.Load(backup).ToString(), XDocument.Parse(again.Output).ToString());

        await using var second = await HostProcess.StartAsync(Server("second"));
        await using var juliet = await XmppClient.LoginAsync(Verona.Juliet, second.Gateway);
        await juliet.SendAsync("<iq type='get' id='d1' to='conference.localhost'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
        await juliet.ExpectAsync($"<iq type='result' id='d1'><query xmlns='http://jabber.org/protocol/disco#items'><item jid='{Room}' name='Fair Verona'/></query></iq>");
        await juliet.SendAsync($"<presence to='{Room}/Jule'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await juliet.ExpectAsync($"<message type='groupchat' from='{Room}/Romeo' id='m1'><body>But soft</body></message>");
        await juliet.ExpectAsync($"<message type='groupchat' from='{Room}/Romeo' id='m2'><body>What light</body></message>");
        await using var romeoAgain = await XmppClient.LoginAsync(Verona.Romeo, second.Gateway);
        await romeoAgain.SendAsync("<iq type='get' id='ro2'><query xmlns='jabber:iq:roster'/></iq>");
        await romeoAgain.ExpectAsync("<iq type='result' id='ro2'><query xmlns='jabber:iq:roster' scansion:strict='false'><item jid='juliet@localhost' name='My love' subscription='none'/></query></iq>");
    }

    [Theory]
    [InlineData("'export' needs the name of a file", "export")]
    [InlineData("'import' needs the name of a file", "import")]
    [InlineData("takes one file", "export", "a.xml", "b.xml")]
    [InlineData("'--overwrite' is for import", "export", "a.xml", "--overwrite")]
    [InlineData("'--overwrite' is for import", "--overwrite")]
    [InlineData("'exprot' is no command", "exprot", "a.xml")]
    [InlineData("'exprot' is no command", "--Muc:Archive=true", "exprot", "a.xml")]
    [InlineData("takes one file", "--Muc:Archive", "true", "export", "a.xml", "b.xml")]
    [InlineData("Settings begin with two dashes", "--Muc:Archive=true", "Muc:Domain=example.org")]
    public async Task Arguments_that_are_wrong_are_answered_by_a_sentence_and_exit_code_2(string said, params string[] command)
    {
        var exit = await RunAsync("first", command);
        Assert.Equal(2, exit.Code);
        Assert.Contains(said, Assert.Single(Sentences(exit)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data.Inside("first")));
    }

    [Fact]
    public async Task Help_is_a_sentence()
    {
        var exit = await RunAsync("first", "help");
        Assert.Equal((0, ""), (exit.Code, exit.Errors));
        Assert.StartsWith("Usage: ", exit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_backup_or_not_there_is_answered_by_a_sentence_and_exit_code_1()
    {
        await File.WriteAllTextAsync(_data.Inside("no.xml"), "<html/>");
        foreach (var file in new[] { "no.xml", "absent.xml" })
        {
            var exit = await RunAsync("first", "import", _data.Inside(file));
            Assert.Equal(1, exit.Code);
            Assert.Contains(file, Assert.Single(Sentences(exit)), StringComparison.Ordinal);
        }

        Assert.Equal(1, (await RunAsync("first", "export", _data.Inside("no folder/backup.xml"))).Code);
    }

    /// <summary>Deriving the keys of so many passwords takes longer than it takes to hear of the signal.</summary>
    [Fact]
    public async Task A_service_manager_may_interrupt_an_import_which_can_be_repeated()
    {
        var accounts = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"<user name='page{number}' password='letter'/>"));
        await File.WriteAllTextAsync(_data.Inside("pages.xml"), $"<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'>{accounts}</host></server-data>");
        await using var import = HostProcess.Launch(Server("first") with { Command = ["import", _data.Inside("pages.xml")] });
        while (!File.Exists(Path.Combine(_data.Inside("first"), "muc.db")))
            await Task.Delay(20);
        var exit = await import.TerminateAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((1, "The import was interrupted; it can be repeated."), (exit.Code, Assert.Single(Sentences(exit))));
        await File.WriteAllTextAsync(_data.Inside("pages.xml"), "<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'><user name='page19999' password='letter'/></host></server-data>");
        Assert.Equal(0, (await RunAsync("first", "import", _data.Inside("pages.xml"))).Code);
    }

    private HostSettings Server(string data) => new() { DataDirectory = _data.Inside(data) };

    private Task<HostExit> RunAsync(string data, params string[] command) => HostProcess.RunToExitAsync(Server(data) with { Command = command });

    private static string[] Sentences(HostExit exit) => exit.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
