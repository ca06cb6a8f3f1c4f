using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios.AzureStorage;

/// <summary>What people had in a file they find in a storage account.</summary>
public sealed class AzuriteBackupTests : IDisposable
{
    private const string Room = "verona@conference.localhost";
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task What_was_exported_from_a_file_is_found_in_a_storage_account_and_exported_as_the_same_document()
    {
        var azurite = await AzuriteServer.SharedAsync();
        var file = new HostSettings { DataDirectory = _data.Inside("file") };
        await using (var first = await HostProcess.StartAsync(file))
        {
            await using var romeo = await Verona.ArriveAsync(first, Verona.Romeo);
            await Verona.OpenRoomAsync(romeo, Room, Verona.Field("persistentroom", "1"));
            await Verona.SayAsync(romeo, Room, "m1", "But soft");
            Assert.Equal(0, (await first.TerminateAsync(TimeSpan.FromSeconds(20))).Code);
        }

        var account = new HostSettings { DataDirectory = _data.Inside("account") }.With(azurite);
        var (exported, again) = (_data.Inside("exported.xml"), _data.Inside("again.xml"));
        await DoneAsync(file, "export", exported);
        await DoneAsync(account, "import", exported);
        await DoneAsync(account, "export", again);
        Assert.Equal(await File.ReadAllTextAsync(exported, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(again, TestContext.Current.CancellationToken));

        await using var second = await HostProcess.StartAsync(account);
        await using var back = await XmppClient.LoginAsync(Verona.Romeo, second.Gateway);
        await back.SendAsync($"<presence to='{Room}/Romeo'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        await back.ExpectAsync($"<message type='groupchat' from='{Room}/Romeo' id='m1'><body>But soft</body></message>");
    }

    private static async Task DoneAsync(HostSettings settings, params string[] command)
    {
        var exit = await HostProcess.RunToExitAsync(settings with { Command = command });
        Assert.Equal((0, ""), (exit.Code, exit.Output));
        Assert.EndsWith("1 accounts with 0 contacts, 1 rooms with 1 affiliations, 1 messages.", exit.Errors.TrimEnd(), StringComparison.Ordinal);
    }
}
